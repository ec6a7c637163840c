// A template on a simulated server of its own, from the builder.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serious, shot } from './browser.mjs'

export function tryOutTests(it) {
  test('a template is tried out before it is saved: the canvas says how, and nothing real is touched', async () => {
    const { page, ask } = it
    const runs = (await ask('/runs')).body.total
    await page.goto('/templates/asked_check/edit')
    const canvas = page.getByRole('region', { name: /^Canvas/ })
    const yaml = page.getByRole('textbox', { name: 'The template as YAML' })
    await yaml.fill((await yaml.inputValue()).replace('# ours', '# being changed'))
    await page.getByRole('tab', { name: 'Try it' }).click()
    await page.getByRole('button', { name: 'Try it' }).click()
    const result = page.getByRole('region', { name: 'What came of it' })
    await result.getByText('Nothing unsafe.').waitFor()
    await canvas.getByText('completed', { exact: true }).nth(1).waitFor()
    assert.equal(await canvas.getByText('completed', { exact: true }).count(), 2)
    await result.getByText('No restart, no flash, no change of BIOS or BMC.').waitFor()
    await page.getByLabel('Steps that ask').selectOption('refuse')
    await page.getByLabel('What goes wrong').selectOption('malformed-answers')
    await page.getByRole('button', { name: 'Try again' }).click()
    await canvas.getByText('failed', { exact: true }).waitFor()
    await page.getByRole('region', { name: 'Tried before' }).getByText('malformed-answers').waitFor()
    await result.getByText('held', { exact: true }).waitFor()
    await shot(page, 'builder-tried')
    assert.deepEqual(await serious(page), [])
    assert.equal((await ask('/runs')).body.total, runs)
    // another text is another one: what was tried is not said of it
    await page.getByRole('tab', { name: 'YAML' }).click()
    await yaml.press('Control+z')
    await canvas.getByText('failed', { exact: true }).waitFor({ state: 'detached' })
    await page.goto('/templates')
    await page.getByRole('heading', { name: 'Templates' }).waitFor()
    for (const end = Date.now() + 10_000; (await ask('/try-outs')).body.items.length > 0; ) {
      assert.ok(Date.now() < end, 'the try-out is still there')
      await page.waitForTimeout(100)
    }
  })
}
