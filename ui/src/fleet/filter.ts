import type { Server } from '../api/types'

/** One wish of a filter: `rack:14`, `-state:ready`, `bios<2.19`, or a word that stands anywhere. */
export type Term = { key: string | null; op: ':' | '<' | '>'; value: string; not: boolean }

type Read = (server: Server) => string | number | null | undefined

export const KEYS: Record<string, Read> = {
  state: s => s.state,
  kind: s => s.kind,
  rack: s => s.rack,
  unit: s => s.unit,
  name: s => s.hostname,
  serial: s => s.serial,
  vendor: s => s.vendor,
  model: s => s.model,
  type: s => s.device_type,
  template: s => s.definition,
  step: s => s.current_step_name,
  firmware: s => s.firmware,
  bios: s => s.bios_version,
  bmc: s => s.bmc_version,
  address: s => s.bmc_address,
  held: s => (s.held ? 'yes' : 'no'),
  power: s => (s.safe_to_power_off === false ? 'unsafe' : 'safe'),
}

/** Words that people use for a state. */
const ALSO: Record<string, string[]> = {
  needs_person: ['needs', 'needs_you'],
  quiet: ['idle'],
}

const TERM = /(-)?(?:([a-z_]+)([:<>])("[^"]*"?|[^\s"]*)|("[^"]*"?|[^\s"]+))/gi

export function parse(text: string): Term[] {
  const terms: Term[] = []
  for (const [, minus, key, op, told, word] of text.matchAll(TERM)) {
    const value = (told ?? word ?? '').replaceAll('"', '').toLowerCase()
    const known = key?.toLowerCase()
    if (known && known in KEYS) terms.push({ key: known, op: (op ?? ':') as Term['op'], value, not: !!minus })
    else
      terms.push({
        key: null,
        op: ':',
        value: ((key ?? '') + (key ? (op ?? '') : '') + value).toLowerCase(),
        not: !!minus,
      })
  }
  return terms
}

/** Versions as people order them: number by number, and letter by letter between. */
export function compareVersions(a: string, b: string): number {
  const cut = (text: string) => text.toLowerCase().match(/\d+|[a-z]+/g) ?? []
  const left = cut(a)
  const right = cut(b)
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const x = left[i] ?? '0'
    const y = right[i] ?? '0'
    const order = /^\d+$/.test(x) && /^\d+$/.test(y) ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0
    if (order) return order
  }
  return 0
}

function fits(server: Server, term: Term): boolean {
  if (term.key === null) return haystack(server).includes(term.value)
  const value = KEYS[term.key]?.(server)
  if (value === null || value === undefined) return term.value === 'none'
  const text = String(value).toLowerCase()
  if (term.op === ':') {
    return term.value.split(',').some(wanted => {
      if (wanted === '') return true
      if (text === wanted || ALSO[text]?.includes(wanted)) return true
      if (term.key === 'rack')
        return text.replace(/^[^\d]*0*/, '') === wanted.replace(/^[^\d]*0*/, '') && /\d/.test(wanted)
      if (term.key === 'unit') return Number(text) === Number(wanted)
      if (term.key === 'state' || term.key === 'kind' || term.key === 'firmware') return text.startsWith(wanted)
      return text.includes(wanted)
    })
  }
  const order = compareVersions(text, term.value)
  return term.op === '<' ? order < 0 : order > 0
}

const HAY = new WeakMap<Server, string>()

function haystack(server: Server): string {
  let text = HAY.get(server)
  if (text === undefined) {
    text = Object.values(KEYS)
      .map(read => read(server) ?? '')
      .concat(server.message ?? '', server.server_id, server.run_id ?? '')
      .join(' ')
      .toLowerCase()
    HAY.set(server, text)
  }
  return text
}

/** The servers that fit every wish of the text, in their order. */
export function filter(servers: Server[], text: string): Server[] {
  const terms = parse(text)
  if (terms.length === 0) return servers
  return servers.filter(server => terms.every(term => fits(server, term) !== term.not))
}

/** What could stand where the cursor is: keys first, behind a colon the values that there are. */
export function complete(servers: Server[], text: string, cursor: number): { from: number; options: string[] } {
  const from = text.slice(0, cursor).search(/\S*$/)
  const word = text.slice(from, cursor)
  const minus = word.startsWith('-') ? '-' : ''
  const bare = word.slice(minus.length).toLowerCase()
  const colon = bare.indexOf(':')
  if (colon < 0) {
    return {
      from,
      options: bare
        ? Object.keys(KEYS)
            .filter(key => key.startsWith(bare))
            .map(key => `${minus}${key}:`)
        : [],
    }
  }
  const key = bare.slice(0, colon)
  const read = KEYS[key]
  if (!read) return { from, options: [] }
  const begun = bare.slice(colon + 1)
  const counts = new Map<string, number>()
  for (const server of servers) {
    const value = read(server)
    if (value === null || value === undefined || value === '') continue
    const shown = String(value)
    if (shown.toLowerCase().includes(begun)) counts.set(shown, (counts.get(shown) ?? 0) + 1)
  }
  const options = [...counts]
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], 'en', { numeric: true }))
    .slice(0, 8)
    .map(([value]) => `${minus}${key}:${value.includes(' ') ? `"${value}"` : value}`)
  return { from, options: options.length === 1 && options[0]?.toLowerCase() === word.toLowerCase() ? [] : options }
}
