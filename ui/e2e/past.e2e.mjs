// A state folder that the original left: what the page shows of it. A suite of its own, with its own service.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { launch, logIn, open, serious, shot } from './browser.mjs'
import { CHROMIUM, startService } from './service.mjs'

const SECRET = 'hunter2-of-the-original'
const schemas = fileURLToPath(
  new URL('../../store/src/test/resources/org/hwautomation/store/original', import.meta.url),
)

// the original was written in Python too
const PYTHON = spawnSync('python3', ['-c', 'import sqlite3']).status === 0
const skip = !CHROMIUM
  ? 'there is no Chromium (Debian: apt-get install chromium)'
  : PYTHON
    ? false
    : 'there is no Python with SQLite (Debian: apt-get install python3)'

const metadata = JSON.stringify({
  steps: [
    {
      name: 'commission_server',
      status: 'completed',
      start_time: '2025-08-14T12:00:00.123456',
      end_time: '2025-08-14T12:21:07.000213',
      error: null,
    },
    {
      name: 'configure_ipmi',
      status: 'running',
      start_time: '2025-08-14T12:21:07.000345',
      end_time: null,
      error: `login as ADMIN failed, password=${SECRET}`,
    },
  ],
  context: { target_ipmi_ip: '10.0.0.7', gateway: null, rack_location: 'B12-U07' },
  credentials: { username: 'ADMIN', password: SECRET },
})

const FILL = `
import json, sqlite3, sys
given = json.load(sys.stdin)
db = sqlite3.connect(given['file'])
for schema in given['schemas']: db.executescript(schema)
db.execute("INSERT INTO servers (server_id, status_name, is_ready, ipmi_address, rack_location) VALUES ('rack12-u07', 'Ready', 'TRUE', '10.0.0.7', 'B12-U07')")
db.execute("ALTER TABLE servers ADD COLUMN ticket TEXT")
db.execute("ALTER TABLE servers ADD COLUMN bmc_password TEXT")
db.execute("UPDATE servers SET ticket = 'OPS-1841', bmc_password = ?", (given['secret'],))
for number in range(120):
    db.execute("INSERT INTO workflow_history (workflow_id, server_id, status, started_at, completed_at, steps_completed, total_steps, metadata) VALUES (?, ?, ?, ?, ?, 1, 2, ?)",
        ('provision_%d' % number, 'gone' if number % 3 else 'rack12-u07', 'completed', '2025-08-13T12:00:00.5', '2025-08-13T12:31:00', given['metadata']))
db.execute("INSERT INTO workflow_history (workflow_id, server_id, status, started_at, steps_completed, total_steps, metadata) VALUES ('provision_left', 'rack12-u07', 'running', '2025-08-14T12:00:00.123456', 1, 2, ?)", (given['metadata'],))
db.execute("INSERT INTO power_state_history (server_id, old_state, new_state, changed_at, changed_by) VALUES ('rack12-u07', 'off', 'on', '2025-08-14T12:00:00.123456', 'alice')")
db.commit()
`

describe('what the original left', { skip }, () => {
  let service
  let browser
  let window
  let page

  before(async () => {
    const state = mkdtempSync(join(tmpdir(), 'hwauto-past-'))
    const input = JSON.stringify({
      file: join(state, 'hw_automation.db'),
      schemas: [1, 2, 3, 4, 5, 6].map(version => readFileSync(join(schemas, `${version}.sql`), 'utf8')),
      metadata,
      secret: SECRET,
    })
    const filled = spawnSync('python3', ['-c', FILL], { input, encoding: 'utf8' })
    assert.equal(filled.status, 0, filled.stderr)
    service = await startService({ servers: 2, state })
    browser = await launch()
    window = await open(browser, service.address)
    page = window.page
    await logIn(page, service.token)
  })

  after(async () => {
    await browser?.close()
    await service?.stop()
  })

  test('runs lead to every row, a page at a time, and to the steps of each', async () => {
    await page.goto('/runs')
    await page.getByRole('link', { name: 'Before HWAutomation 1' }).click()
    await page.getByText('100 of 121 runs').waitFor()
    await shot(page, 'past')
    assert.deepEqual(await serious(page), [])
    await page.getByRole('button', { name: 'Older ones' }).click()
    await page.getByText('121 of 121 runs').waitFor()
    await page.getByRole('searchbox', { name: 'Server' }).fill('rack12-u07')
    await page.getByText('41 of 41 runs').waitFor()
    await page.getByRole('link', { name: 'provision_left' }).click()
    const steps = page.getByRole('table', { name: 'Steps' })
    await steps.getByText('commission_server').waitFor()
    await steps.getByText('21m 07s').waitFor()
    await page.getByText("the original wrote 'running' and never an end").waitFor()
    await page.getByText('password=***').waitFor()
    assert.ok(!(await page.content()).includes(SECRET))
    await shot(page, 'past-run')
    assert.deepEqual(await serious(page), [])
  })

  test('a server has its past, its power states and the columns that somebody added', async () => {
    await page.goto('/servers/rack12-u07')
    const past = page.getByRole('table', { name: 'Runs of the original' })
    await past.getByText('interrupted').waitFor()
    await page.getByRole('link', { name: 'All 41' }).waitFor()
    await page.getByRole('table', { name: 'Power states' }).getByText('alice').waitFor()
    await page.getByText('OPS-1841').waitFor()
    assert.ok(!(await page.content()).includes(SECRET))
    await shot(page, 'past-server')
    assert.deepEqual(await serious(page), [])
  })

  for (const theme of ['light', 'dark']) {
    test(`on a phone it is in order too, ${theme}`, async () => {
      const other = await open(browser, service.address, { width: 360, height: 800, theme })
      await other.context.addCookies(await window.context.cookies())
      for (const path of ['/history', '/history/121', '/history/999', '/servers/rack12-u07']) {
        await other.page.goto(path)
        await other.page.locator('main h1').first().waitFor()
        await other.page.locator('.loading').first().waitFor({ state: 'detached' })
        await shot(other.page, `past${path.replaceAll('/', '-')}-${theme}-360`)
        assert.deepEqual(await serious(other.page), [], path)
        const wide = await other.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        assert.ok(wide <= 0, `${path} is ${wide} pixels too wide`)
      }
      assert.deepEqual(other.complaints, [])
      await other.context.close()
    })
  }

  test('nothing was complained of by the browser', () => assert.deepEqual(window.complaints, []))
})
