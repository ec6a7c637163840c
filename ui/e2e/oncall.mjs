// A run with a secret that waits for a person: who looks after it, on every screen that shows it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serious, shot } from './browser.mjs'

const SECRET = 'hush-hush-4711'
const TEXT = `name: guarded
description: Looks, and asks before it goes on
inputs:
  pass_phrase: {type: secret, required: true, description: What opens it}
steps:
  - name: check
    uses: bmc.check@1
  - name: ask
    approval: {role: operator}
on_failure: hold
`

/** @param it the window, the service and the browser of the suite; `it.guarded` is the run afterwards */
export function onCallTests(it) {
  test('a secret is typed unseen, and stands in no address, storage, answer or page afterwards', async () => {
    const { page, ask } = it
    const headers = { 'If-None-Match': '*' }
    assert.equal((await ask('/templates/guarded', { method: 'PUT', headers, body: { text: TEXT } })).status, 200)
    const name = (await ask('/servers')).body.items[17].hostname
    await page.goto(`/start?template=guarded&servers=${name}`)
    const field = page.getByLabel(/pass_phrase/)
    await field.fill(SECRET)
    assert.equal(await field.getAttribute('type'), 'password')
    await shot(page, 'start-secret')
    assert.deepEqual(await serious(page), [])
    await page.getByRole('button', { name: 'Plan', exact: true }).click()
    await page.getByRole('button', { name: 'Start 1 run' }).click()
    await page.waitForURL(/\/runs\//)
    await page.getByRole('button', { name: 'Approve' }).waitFor()
    it.guarded = it.runOf()
    const kept = await page.evaluate(() =>
      JSON.stringify([location.href, localStorage, sessionStorage, document.cookie]),
    )
    await page.getByRole('link', { name: 'inputs' }).click()
    await page.getByText('pass_phrase').waitFor()
    const run = JSON.stringify((await ask(`/runs/${it.guarded}`)).body)
    const journal = JSON.stringify((await ask(`/runs/${it.guarded}/events`)).body)
    for (const text of [kept, await page.content(), run, journal]) assert.ok(!text.includes(SECRET))
    await page.goto(`/start?template=guarded&servers=${name}`)
    assert.equal(await page.getByLabel(/pass_phrase/).inputValue(), '')
  })

  test('somebody takes a run on, notes something, and has seen it; the first screen says so', async () => {
    const { page } = it
    await page.goto(`/runs/${it.guarded}`)
    await page.getByText('Nobody looks after it.').waitFor()
    await page.getByRole('button', { name: 'Take it on' }).click()
    await page.getByText('with first-admin').waitFor()
    await page.getByRole('button', { name: 'Add a note' }).click()
    await page.getByLabel('Note', { exact: true }).fill('cable of port 7 is loose')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('list', { name: 'Notes' }).getByText('cable of port 7 is loose').waitFor()
    const more = () => page.getByRole('button', { name: 'More about who looks after it' }).click()
    await more()
    await page.getByRole('menuitem', { name: 'Ticket' }).click()
    await page
      .getByRole('dialog')
      .getByLabel(/number or address/)
      .fill('OPS-1234')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByText('ticket OPS-1234').waitFor()
    await more()
    await page.getByRole('menuitem', { name: /Seen, for 2 hours/ }).click()
    await page.getByText(/seen by first-admin until/).waitFor()
    await shot(page, 'run-care')
    assert.deepEqual(await serious(page), [])
    await page.goto('/needs')
    const row = page.getByRole('row').filter({ hasText: 'OPS-1234' })
    await row.getByText('with first-admin').waitFor()
    await row.getByText(/seen by first-admin until/).waitFor()
    await shot(page, 'needs-care')
    assert.deepEqual(await serious(page), [])
  })
}

/** What a viewer sees of it, in another window. */
export async function seenByViewer(it, page) {
  await page.goto(`/runs/${it.guarded}`)
  await page.getByText('with first-admin').waitFor()
  await page.getByRole('button', { name: '1 note' }).click()
  await page.getByText('cable of port 7 is loose').waitFor()
  assert.equal(await page.getByRole('button', { name: /^(Take over|Take it on|Add a note|Add)$/ }).count(), 0)
}
