// The real service with a simulated data centre behind it, started for the suite and ended after it.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)

/** Starts `hwauto serve --simulate`; gives its address, the first admin's token, and how to end it. */
export async function startService({ servers = 20, speed = 600, port = 0, state, token } = {}) {
  const folder = state ?? mkdtempSync(join(tmpdir(), 'hwauto-page-'))
  const words = [
    'serve',
    '--simulate',
    servers,
    '--speed',
    speed,
    '--port',
    port,
    '--site',
    'dc-north',
    '--state',
    folder,
  ]
  const service = spawn(process.env.HWAUTO ?? join(root, 'hwauto'), words.map(String), {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const told = new Promise((resolve, reject) => {
    const hear = text => {
      said += text
      const address = /The service runs at (\S+)/.exec(said)?.[1]
      const secret = /\b(hwa_\S+)/.exec(said)?.[1] ?? token
      if (address && secret && said.includes('Ctrl-C')) resolve({ address: address.replace(/\/$/, ''), token: secret })
    }
    service.stdout.on('data', hear)
    service.stderr.on('data', text => {
      said += text
    })
    service.on('exit', code => reject(new Error(`the service ended with ${code}:\n${said}`)))
    setTimeout(() => reject(new Error(`the service does not start:\n${said}`)), 300_000).unref()
  })
  const { address, token: first } = await told
  const stop = async (signal = 'SIGTERM', keep = false) => {
    if (service.exitCode === null && service.signalCode === null) {
      const ended = new Promise(resolve => service.once('exit', resolve))
      service.kill(signal)
      await ended
    }
    if (!keep) rmSync(folder, { recursive: true, force: true })
  }
  return { address, token: first, state: folder, stop }
}

/** Asks the service as a script does. */
export const asker =
  (address, token) =>
  async (path, options = {}) => {
    const answer = await fetch(`${address}/api/v1${path}`, {
      ...options,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...options.headers },
      body: options.body && JSON.stringify(options.body),
    })
    const text = await answer.text()
    return { status: answer.status, body: text ? JSON.parse(text) : null }
  }
