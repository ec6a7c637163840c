// Drives the real service with its simulated data centre. The tests stand in the order of a day's work.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, logIn, open, serious, shot } from './browser.mjs'
import { onCallTests, seenByViewer } from './oncall.mjs'
import { startProxy } from './proxy.mjs'
import { asker, CHROMIUM, startService } from './service.mjs'
import { tryOutTests } from './tryout.mjs'

const skip = CHROMIUM ? false : 'there is no Chromium (Debian: apt-get install chromium)'

const PAGES = {
  needs: '/needs',
  fleet: '/fleet',
  'fleet-by-rack': '/fleet?group=rack',
  racks: '/fleet?view=racks',
  runs: '/runs',
  start: '/start?template=basic_provisioning',
  templates: '/templates',
  template: '/templates/basic_provisioning',
  builder: '/templates/basic_provisioning/edit',
  firmware: '/firmware',
  schedules: '/schedules',
  audit: '/audit',
  settings: '/settings',
}

describe('the page', { skip }, () => {
  let service
  let browser
  let window
  let page
  let ask

  before(async () => {
    service = await startService()
    ask = asker(service.address, service.token)
    browser = await launch()
    window = await open(browser, service.address)
    page = window.page
  })

  after(async () => {
    await browser?.close()
    await service?.stop()
  })

  /** Waits until a run stands as wished; what it said instead otherwise. */
  const until = async (run, wish, seconds = 90) => {
    let last
    for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
      last = (await ask(`/runs/${run}`)).body
      if (wish(last)) return last
      await page.waitForTimeout(300)
    }
    throw new Error(`run ${run} is ${last?.status}/${last?.phase} at ${last?.current_step_name}: ${last?.message}`)
  }
  const runOf = () => new URL(page.url()).pathname.split('/').at(-1)
  /** For the tests that stand in files of their own. */
  const it = {
    get page() {
      return page
    },
    get ask() {
      return ask
    },
    runOf,
  }

  test('a wrong token is told in a sentence, the right one opens what needs a person', async () => {
    await page.goto('/')
    await page.getByText('Token', { exact: true }).click()
    await page.getByLabel('Token', { exact: true }).last().fill('hwa_wrong')
    await page.getByRole('button', { name: 'Log in' }).click()
    assert.match(await page.getByRole('alert').textContent(), /\w+ \w+/)
    assert.deepEqual(await serious(page), [])
    await shot(page, 'login')
    await logIn(page, service.token)
    await page.getByText(/Nothing needs you\. \d+ running, \d+ ready\./).waitFor()
    await page.getByText('live', { exact: true }).waitFor()
  })

  test('three servers are provisioned: the plan first, then they are watched until they are ready', async () => {
    const all = (await ask('/servers')).body.items.map(server => server.hostname)
    const type = (await ask('/device-types')).body.items[0].name
    const body = { template: 'basic_provisioning', servers: all, device_type: type }
    const fit = (await ask('/plans', { method: 'POST', body })).body.servers.filter(
      plan => plan.bios?.clean && plan.bios.changes.length > 0,
    )
    const servers = fit.slice(0, 3).map(plan => plan.hostname)
    assert.equal(servers.length, 3)
    await page.goto('/start?template=basic_provisioning')
    for (const name of servers) await page.getByRole('checkbox', { name: new RegExp(name) }).check()
    assert.equal(await page.getByRole('button', { name: 'Plan', exact: true }).isDisabled(), true)
    await page.getByLabel(/device_type/).selectOption(type)
    await page.getByRole('button', { name: 'Plan', exact: true }).click()
    await page.getByText('can start').waitFor()
    await shot(page, 'plan')
    assert.deepEqual(await serious(page), [])
    await page.getByRole('button', { name: 'Start 3 runs' }).click()
    const links = page.getByRole('link', { name: /^run / })
    await links.nth(2).waitFor()
    const runs = await links.evaluateAll(all => all.map(link => link.getAttribute('href').split('/').at(-1)))
    await links.first().click()
    await page.getByRole('list', { name: 'Steps' }).waitFor()
    await page.getByText(/step \d+ of \d+/).waitFor()
    await shot(page, 'run-going')
    for (const run of runs) await until(run, is => is.status === 'completed')
    // no reload: the page hears of it
    await page.getByText('completed', { exact: true }).first().waitFor()
    await page.getByText('step 14 of 14').waitFor()
    await shot(page, 'run-done')
    assert.deepEqual(await serious(page), [])
    await page.getByRole('link', { name: 'graph' }).click()
    await page.getByRole('button', { name: /validate_server/ }).waitFor()
    await shot(page, 'run-graph')
    await page.goto('/needs')
    await page.getByText(/0 running, 3 ready\./).waitFor()
  })

  test('a template is built by dragging, saved, and run; a refused approval holds the run, and it is resumed', async () => {
    await page.goto('/templates/new')
    const canvas = page.getByRole('region', { name: /^Canvas/ })
    const entry = name => page.getByRole('complementary', { name: 'Actions' }).getByRole('button', { name }).first()
    await entry(/^bmc\.check/).dragTo(canvas, { targetPosition: { x: 120, y: 70 } })
    await canvas.getByText('check', { exact: true }).waitFor()
    await entry(/^approval/).dragTo(canvas, { targetPosition: { x: 420, y: 46 } })
    await canvas.getByText('ask', { exact: true }).waitFor()
    const yaml = page.getByRole('textbox', { name: 'The template as YAML' })
    await page.getByRole('tab', { name: 'YAML' }).click()
    assert.match(await yaml.inputValue(), /- name: check\n {4}uses: bmc\.check@1\n {2}- name: ask\n/)
    // and the other way: what is typed is seen, comments stay, Ctrl-Z takes it back
    const typed = (await yaml.inputValue()).replace('name: new_template', 'name: asked_check # ours')
    await yaml.fill(typed)
    await page.getByText('valid, not saved').waitFor()
    await yaml.press('Control+z')
    assert.match(await yaml.inputValue(), /name: new_template/)
    await yaml.press('Control+Shift+z')
    await canvas.getByText('check', { exact: true }).click()
    await page.getByLabel('timeout').fill('90s')
    await page.getByRole('tab', { name: 'YAML' }).click()
    assert.match(await yaml.inputValue(), /name: asked_check # ours/)
    assert.match(await yaml.inputValue(), /timeout: 90s/)
    await page.getByText('valid, not saved').waitFor()
    await shot(page, 'builder-new')
    assert.deepEqual(await serious(page), [])
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('dialog').getByLabel('What changed').fill('the first one')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'asked_check', exact: true }).waitFor()
    assert.equal((await ask('/templates/asked_check')).body.text.includes('# ours'), true)

    const name = (await ask('/servers?limit=5')).body.items[4].hostname
    await page.goto(`/start?template=asked_check&servers=${name}`)
    await page.getByRole('button', { name: 'Plan', exact: true }).click()
    await page.getByRole('button', { name: 'Start 1 run' }).click()
    await page.waitForURL(/\/runs\//)
    const first = runOf()
    await page.getByRole('button', { name: 'Approve' }).waitFor()
    await page.goto('/needs')
    await page.getByRole('link', { name }).waitFor()
    await shot(page, 'needs-approval')
    assert.deepEqual(await serious(page), [])
    await page.goto(`/runs/${first}`)
    await page.getByRole('button', { name: 'Refuse' }).click()
    await page
      .getByRole('dialog')
      .getByLabel(/Reason/)
      .fill('not tonight')
    await page.getByRole('dialog').getByRole('button', { name: 'Refuse' }).click()
    await until(first, is => is.status === 'failed')
    await page.getByRole('button', { name: 'Resume' }).click()
    await page
      .getByRole('dialog')
      .getByText(/goes on at/)
      .waitFor()
    await shot(page, 'resume')
    assert.deepEqual(await serious(page), [])
    await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click()
    await page.waitForURL(url => /\/runs\//.test(url.pathname) && !url.pathname.endsWith(first))
    await page.getByRole('button', { name: 'Approve' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
    const done = await until(runOf(), is => is.status === 'completed')
    assert.equal(done.resumed_from, first)
  })

  test('a mistake in the text is told with its line, and mended with a click', async () => {
    await page.goto('/templates/asked_check/edit')
    const yaml = page.getByRole('textbox', { name: 'The template as YAML' })
    await yaml.fill((await yaml.inputValue()).replace('timeout:', 'timout:'))
    const problems = page.getByRole('list', { name: 'Problems' })
    await problems.getByText(/timout/).waitFor()
    await shot(page, 'builder-problem')
    await problems.getByRole('button', { name: "Use 'timeout'" }).click()
    await problems.waitFor({ state: 'detached' })
    assert.match(await yaml.inputValue(), /timeout: 90s/)
    await yaml.press('Control+z')
    await yaml.press('Control+z')
  })

  test('the canvas is used by keyboard alone, and an older version is compared and taken back', async () => {
    await page.goto('/templates/asked_check/edit')
    const canvas = page.getByRole('region', { name: /^Canvas/ })
    const yaml = page.getByRole('textbox', { name: 'The template as YAML' })
    const steps = async () => {
      await page.getByRole('tab', { name: 'YAML' }).click()
      const found = [...(await yaml.inputValue()).matchAll(/- name: (\w+)/g)].map(([, name]) => name)
      await canvas.focus()
      return found
    }
    await canvas.getByText('check', { exact: true }).waitFor()
    await canvas.focus()
    await canvas.press('ArrowRight')
    await canvas.press('Alt+ArrowRight')
    assert.deepEqual(await steps(), ['ask', 'check'])
    await canvas.press('Delete')
    assert.deepEqual(await steps(), ['ask'])
    await canvas.press('Control+z')
    await canvas.press('Control+z')
    assert.deepEqual(await steps(), ['check', 'ask'])
    await canvas.press('ArrowRight')
    await canvas.press('Enter')
    await page.locator('.properties input:focus').first().waitFor()
    await page.keyboard.type('ed')
    assert.deepEqual(await steps(), ['checked', 'ask'])
    await canvas.press('Control+s')
    await page.getByRole('dialog').getByLabel('What changed').fill('another name')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'asked_check', exact: true }).waitFor()
    await page.getByRole('link', { name: 'Edit' }).click()
    await page.getByRole('button', { name: 'Versions' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: /the first one/ }).click()
    await dialog.getByText(/^\+ +- name: check$/).waitFor()
    await dialog.getByText(/^- +- name: checked$/).waitFor()
    await shot(page, 'versions')
    assert.deepEqual(await serious(page), [])
    await dialog.getByRole('button', { name: 'Take this version' }).click()
    assert.deepEqual(await steps(), ['check', 'ask'])
    await canvas.press('Control+z')
  })

  tryOutTests(it)

  test('the fleet is filtered by words that are completed, and the address keeps them', async () => {
    await page.goto('/fleet')
    const filter = page.getByRole('combobox', { name: 'Filter servers' })
    await filter.fill('sta')
    await page.getByRole('option', { name: 'state:' }).waitFor()
    await filter.press('Tab')
    await page.getByRole('option', { name: 'state:ready' }).click()
    await page.getByText(/^\d+ of 20 servers$/).waitFor()
    const shown = await page.getByRole('row').count()
    await page.reload()
    await page.getByText(/^\d+ of 20 servers$/).waitFor()
    assert.equal(await page.getByRole('row').count(), shown)
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { name: 'Fleet' }).click()
    const [{ hostname: name, rack, unit }] = (await ask('/servers?limit=1')).body.items
    await page.goto('/fleet?view=racks')
    const drawn = page.getByRole('region', { name: `Rack ${rack}` })
    await drawn.getByRole('listitem').filter({ hasText: name }).getByText(String(unit), { exact: true }).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type(name)
    await page.getByRole('option').first().waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/servers/${name}`)
    await page.getByRole('heading', { name: 'Runs' }).waitFor()
    await shot(page, 'server')
    assert.deepEqual(await serious(page), [])
  })

  test('a schedule is made, says when it fires next, and fires', async t => {
    if ((await ask('/schedules')).status === 404) return t.skip('this service has no schedules')
    const name = (await ask('/servers')).body.items[9].hostname
    await page.goto('/schedules')
    await page.getByRole('button', { name: 'New schedule' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name', { exact: true }).fill('weekly_check')
    await dialog.getByLabel(/^Cron/).fill('0 3 * * 8')
    await dialog
      .getByText(/0 3 \* \* 8|day of the week|8/)
      .first()
      .waitFor()
    await dialog.getByLabel(/^Cron/).fill('0 3 * * 6')
    await dialog.getByText(/^Fires .*03:00/).waitFor()
    await dialog.getByLabel('Template').selectOption('asked_check')
    await dialog.getByLabel('Servers').fill(name)
    await shot(page, 'schedule-new')
    assert.deepEqual(await serious(page), [])
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('cell', { name: 'weekly_check', exact: true }).waitFor()
    await page.getByRole('button', { name: /More for weekly_check/ }).click()
    await page.getByRole('menuitem', { name: /Run now/ }).click()
    for (const end = Date.now() + 60_000; ; ) {
      const runs = (await ask(`/runs?server=${name}`)).body.items
      if (runs.length) break
      assert.ok(Date.now() < end, 'no run was started')
      await page.waitForTimeout(500)
    }
    await page.getByRole('button', { name: 'Times before of weekly_check' }).click()
    const times = page.getByRole('list', { name: 'Times of weekly_check' })
    await times.getByText('by token:first-admin').waitFor()
    await times.getByRole('link').waitFor()
    await shot(page, 'schedules')
    assert.deepEqual(await serious(page), [])
  })

  test('two servers are started as a batch, which is paused and cancelled', async t => {
    if ((await ask('/batches')).status === 404) return t.skip('this service has no batches')
    const names = (await ask('/servers')).body.items.slice(14, 16).map(server => server.hostname)
    await page.goto(`/start?template=asked_check&servers=${names}`)
    await page.getByRole('button', { name: 'Plan', exact: true }).click()
    await page.getByLabel('Batch').fill('two-at-once')
    await page.getByLabel('At once').fill('2')
    await page.getByRole('button', { name: 'Start as a batch' }).click()
    await page.waitForURL('**/batches/two-at-once')
    await page.getByText('2 running').waitFor()
    for (const name of names) await page.getByRole('link', { name }).waitFor()
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('dialog').getByLabel('Reason').fill('a storm')
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click()
    await page.getByText('paused', { exact: true }).waitFor()
    await shot(page, 'batch')
    assert.deepEqual(await serious(page), [])
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('dialog').getByLabel('Reason').fill('another day')
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await page.getByText('cancelled', { exact: true }).first().waitFor()
  })

  onCallTests(it)

  test('a viewer is added by an admin, sees everything, and can start nothing', async () => {
    await page.goto('/settings')
    await page.getByLabel('Name').fill('nora')
    await page.getByLabel('Password').fill('correct horse battery')
    await page.getByLabel('Role').first().selectOption('viewer')
    await page.getByRole('button', { name: 'Add user' }).click()
    await page.getByRole('table', { name: 'Users' }).getByText('nora').waitFor()
    const other = await open(browser, service.address)
    await other.page.goto('/')
    await other.page.getByLabel('User').fill('nora')
    await other.page.getByLabel('Password').last().fill('correct horse battery')
    await other.page.getByRole('button', { name: 'Log in' }).click()
    await other.page.getByRole('navigation', { name: 'Places' }).waitFor()
    for (const path of ['/runs', '/templates', '/fleet', '/schedules']) {
      await other.page.goto(path)
      await other.page.locator('main h1').waitFor()
      const buttons = other.page.getByRole('main').getByText(/^(Start a run|Plan a run|New template|New schedule)$/)
      assert.equal(await buttons.count(), 0, path)
    }
    await seenByViewer(it, other.page)
    await other.page.goto('/start')
    await other.page.getByText('You may look, not start').waitFor()
    await other.page.goto('/settings')
    await other.page.getByText('are for the role admin').waitFor()
    // and the service says so too, whatever a page shows
    const status = await other.page.evaluate(async () => {
      const me = await (await fetch('/api/v1/me')).json()
      const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': me.csrf_token }
      const body = JSON.stringify({ template: 'commissioning', server: 'rack01-u01' })
      return (await fetch('/api/v1/runs', { method: 'POST', headers, body })).status
    })
    assert.equal(status, 403)
    assert.deepEqual(other.complaints, [])
    await other.context.close()
  })

  for (const theme of ['light', 'dark']) {
    for (const [width, height] of [
      [1440, 900],
      [360, 800],
    ]) {
      test(`every page is in order, ${theme}, ${width} pixels wide`, async () => {
        const other = await open(browser, service.address, { width, height, theme })
        await other.context.addCookies(await window.context.cookies())
        const run = (await ask('/runs?limit=1')).body.items[0].run_id
        const found = []
        for (const [name, path] of Object.entries({ ...PAGES, run: `/runs/${run}`, missing: '/nowhere' })) {
          await other.page.goto(path)
          await other.page.locator('main h1').first().waitFor()
          await other.page.locator('.loading').first().waitFor({ state: 'detached' })
          await other.page.waitForTimeout(150)
          await shot(other.page, `${name}-${theme}-${width}`)
          found.push(...(await serious(other.page)).map(each => `${name}: ${each}`))
          const wide = await other.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
          if (wide > 0) found.push(`${name} is ${wide} pixels too wide`)
        }
        assert.deepEqual(found, [])
        assert.deepEqual(other.complaints, [])
        await other.context.close()
      })
    }
  }

  test('what happens while the page is cut off is there when it is back: no entry is missing', async () => {
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

  test('a lost service is told, with how old the view is; it comes back by itself', async () => {
    await page.goto('/runs')
    await page.getByText('live', { exact: true }).waitFor()
    const port = Number(new URL(service.address).port)
    await service.stop('SIGKILL', true)
    await page.getByText(/no connection since/).waitFor()
    await shot(page, 'lost')
    assert.deepEqual(await serious(page), [])
    service = await startService({ port, state: service.state, token: service.token })
    await page.getByText('live', { exact: true }).waitFor({ timeout: 60_000 })
    const name = (await ask('/servers?limit=20')).body.items[7].hostname
    const started = await ask('/runs', { method: 'POST', body: { template: 'asked_check', server: name } })
    assert.equal(started.status, 201, JSON.stringify(started.body))
    await page.getByRole('link', { name }).first().waitFor()
  })

  test('nothing was complained of by the browser', () => assert.deepEqual(window.complaints, []))
})
