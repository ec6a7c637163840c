// The page cut off from a service that goes on.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { open } from './browser.mjs'
import { startProxy } from './proxy.mjs'

export function cutOffTests(it) {
  test('what happens while the page is cut off is there when it is back: no entry is missing', async () => {
    const { ask, browser, service, until, window } = it
    const proxy = await startProxy(service.address)
    const other = await open(browser, proxy.address)
    try {
      await other.context.addCookies(await window.context.cookies())
      const server = (await ask('/servers')).body.items[12].hostname
      const asked = { method: 'POST', body: { template: 'asked_check', server } }
      const run = (await ask('/runs', asked)).body.run_id
      await until(run, is => is.situation.kind === 'waiting_for_approval')
      await other.page.goto(`/runs/${run}`)
      await other.page.getByText('live', { exact: true }).waitFor()
      proxy.cut()
      await other.page.getByText(/no connection since/).waitFor()
      await ask(`/runs/${run}/approve`, { method: 'POST', body: { step: 'ask', reason: 'go' } })
      const done = await until(run, is => is.status === 'completed')
      proxy.mend()
      await other.page.getByText('step 2 of 2').waitFor({ timeout: 40_000 })
      await other.page.getByRole('link', { name: 'events' }).click()
      const numbers = other.page.locator('.event-seq')
      await other.page.locator('.event-seq', { hasText: new RegExp(`^${done.last_seq}$`) }).waitFor()
      const seen = (await numbers.allTextContents()).map(Number)
      assert.deepEqual(
        seen,
        Array.from({ length: done.last_seq }, (_, i) => i + 1),
      )
    } finally {
      await other.context.close()
      proxy.stop()
    }
  })
}
