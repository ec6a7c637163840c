import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { CHROMIUM } from './service.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const shots = fileURLToPath(new URL('./shots/', import.meta.url))

export const launch = () => chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })

/** A window of the page; what the browser complains of is kept. */
export async function open(browser, address, { width = 1440, height = 900, theme = 'light' } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, baseURL: address })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  const complaints = []
  page.on('console', message => {
    const text = message.text()
    // an answer of 401 or 404 is the service's to give; lost connections are made by the tests
    if (message.type() === 'error' && !/Failed to load resource|ERR_/.test(text)) complaints.push(text)
  })
  page.on('pageerror', error => complaints.push(error.message))
  return { page, context, complaints, theme, width }
}

export async function logIn(page, token) {
  await page.goto('/')
  await page.getByText('Token', { exact: true }).click()
  await page.getByLabel('Token', { exact: true }).last().fill(token)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('navigation', { name: 'Places' }).waitFor()
}

/** What axe finds that is serious, a line each. */
export async function serious(page) {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const { violations } = await globalThis.axe.run(document, { runOnly: tags })
    return violations
      .filter(each => each.impact === 'serious' || each.impact === 'critical')
      .map(each => `${each.id}: ${each.nodes.map(node => `${node.target} ${node.any[0]?.message ?? ''}`).join(' | ')}`)
  })
}

export async function shot(page, name) {
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: `${shots}${name}.png` })
}
