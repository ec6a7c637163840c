// Makes the pictures of the documentation anew: a night's work in a simulated data centre.
//   npm run pictures && pngquant --force --ext .png 128 ../docs/images/*.png
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { launch, logIn, open } from './browser.mjs'
import { asker, startService } from './service.mjs'

const folder = fileURLToPath(new URL('../../docs/images/', import.meta.url))
// the simulator's vendors take turns
const TYPES = ['d1.c2.medium', 'a1.c5.large', 's2.c2.medium']
const REVIEWED = `name: reviewed_commissioning
description: Commissioning that somebody says yes to
inputs:
  device_type: {type: device_type, required: true}
steps:
  - name: look
    description: Check that MAAS and we reach the BMC
    uses: bmc.check@1
  - name: window_is_open
    description: The rack may be worked on
    approval: {role: operator}
  - name: commissioning
    run: commissioning
    with: {device_type: "\${inputs.device_type}"}
on_failure: hold
`

mkdirSync(folder, { recursive: true })
const service = await startService({ servers: 40, speed: 200 })
const browser = await launch()
try {
  const ask = asker(service.address, service.token)
  const { page } = await open(browser, service.address, { width: 1440, height: 860 })
  page.setDefaultTimeout(180_000)
  await logIn(page, service.token)
  const servers = (await ask('/servers')).body.items.map(each => each.hostname)
  const start = async (i, template, inputs = {}) => {
    const body = { template, server: servers[i], device_type: TYPES[i % 3], inputs }
    const { status, body: run } = await ask('/runs', { method: 'POST', body })
    if (status !== 201) throw new Error(JSON.stringify(run))
    return run.run_id
  }
  const provision = (i, last = 101 + i) => start(i, 'basic_provisioning', { target_ipmi_ip: `10.0.1.${last}` })
  const until = async (runs, wish) => {
    for (const run of runs) {
      while (!wish((await ask(`/runs/${run}`)).body)) await page.waitForTimeout(300)
    }
  }
  const picture = async name => {
    await page.waitForTimeout(1200)
    await page.screenshot({ path: `${folder}${name}.png` })
  }

  // some are ready; three were given an address that another has; two wait for a yes; the others are under way
  await until(await Promise.all([0, 1, 2, 3, 4, 5].map(i => provision(i))), run => run.status === 'completed')
  const taken = await Promise.all([9, 12, 15].map(i => provision(i, 101)))
  await until(taken, run => run.phase === 'held')
  await ask('/templates/reviewed_commissioning', {
    method: 'PUT',
    headers: { 'If-None-Match': '*' },
    body: { text: REVIEWED },
  })
  const asking = await Promise.all([22, 25].map(i => start(i, 'reviewed_commissioning')))
  await until(asking, run => run.situation.kind === 'waiting_for_approval')
  await ask(`/runs/${taken[0]}/care`, {
    method: 'PUT',
    body: { owner: 'alice', ticket: 'OPS-1234', acknowledge_seconds: 7200 },
  })
  await ask(`/runs/${taken[0]}/notes`, { method: 'POST', body: { text: 'The address plan has a line twice.' } })
  const going = []
  for (const i of [18, 19, 27, 28, 29, 30]) going.push(await provision(i))
  await page.goto('/needs')
  await page.getByText('waiting for approval').first().waitFor()
  await picture('needs')
  await page.goto('/fleet?view=racks')
  await page.getByRole('region', { name: 'Rack R02' }).waitFor()
  await picture('racks')
  going.push(await provision(31))
  await page.goto(`/runs/${going.at(-1)}`)
  await page.getByText(/step [5-9] of 14/).waitFor()
  await picture('run')
  await page.goto('/fleet')
  await page.getByText('40 servers').waitFor()
  await picture('fleet')
  await page.goto('/templates/basic_provisioning/edit')
  await page.getByRole('tab', { name: 'Try it' }).click()
  await page.getByLabel('What goes wrong').selectOption('reset-ignored')
  await page.getByRole('button', { name: 'Try it' }).click()
  await page.getByRole('region', { name: 'What came of it' }).getByText('held', { exact: true }).waitFor()
  await picture('builder')
} finally {
  await browser.close()
  await service.stop()
}
