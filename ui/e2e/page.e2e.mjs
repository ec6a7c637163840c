// Drives the real service with its simulated data centre. The tests stand in the order of a day's work.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { launch, logIn, open, serious, shot } from './browser.mjs'
import { builderTests } from './builder.mjs'
import { cutOffTests } from './cut.mjs'
import { onCallTests, seenByViewer } from './oncall.mjs'
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
  // for the tests that stand in files of their own
  const it = {}

  before(async () => {
    service = await startService()
    ask = asker(service.address, service.token)
    browser = await launch()
    window = await open(browser, service.address)
    page = window.page
    Object.assign(it, { service, ask, browser, window, page, until, runOf })
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

  builderTests(it)

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

  cutOffTests(it)

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
