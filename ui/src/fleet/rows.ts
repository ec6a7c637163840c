import type { Server } from '../api/types'
import { COLUMNS, type Column } from './columns'

export type Row =
  | { kind: 'group'; key: string; name: string; servers: Server[] }
  | { kind: 'server'; key: string; server: Server }

export type Sort = { key: string; down: boolean }

const order = (a: unknown, b: unknown): number => {
  if (a == null || a === '') return b == null || b === '' ? 0 : 1
  if (b == null || b === '') return -1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return collator.compare(String(a), String(b))
}
const collator = new Intl.Collator('en', { numeric: true })

/** Sorted by a column, then by rack, unit and name, so that equal ones keep their places. */
export function sorted(servers: Server[], sort: Sort): Server[] {
  const column = COLUMNS.find(each => each.key === sort.key) as Column | undefined
  const by = column?.sort ?? (s => s.rack)
  return [...servers].sort(
    (a, b) =>
      (sort.down ? -1 : 1) * order(by(a), by(b)) ||
      order(a.rack, b.rack) ||
      order(a.unit, b.unit) ||
      order(a.hostname, b.hostname),
  )
}

export type GroupBy = 'none' | 'rack' | 'type'

const GROUPS: Record<GroupBy, (server: Server) => string> = {
  none: () => '',
  rack: s => s.rack ?? 'no rack',
  type: s => s.device_type ?? s.model ?? 'no type',
}

/** The rows of the table, group heads among them; closed groups show their head alone. */
export function rowsOf(servers: Server[], by: GroupBy, closed: Set<string>): Row[] {
  if (by === 'none') return servers.map(server => ({ kind: 'server', key: server.server_id, server }))
  const groups = new Map<string, Server[]>()
  for (const server of servers) {
    const name = GROUPS[by](server)
    const group = groups.get(name)
    if (group) group.push(server)
    else groups.set(name, [server])
  }
  return [...groups]
    .sort(([a], [b]) => order(a, b))
    .flatMap(([name, members]): Row[] => [
      { kind: 'group', key: `group ${name}`, name, servers: members },
      ...(closed.has(name) ? [] : members.map((server): Row => ({ kind: 'server', key: server.server_id, server }))),
    ])
}

/** How many of each state, the worst first. */
export function tally(servers: Server[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const server of servers) counts.set(server.state, (counts.get(server.state) ?? 0) + 1)
  return ['needs_person', 'slow', 'running', 'ready', 'quiet'].flatMap(state =>
    counts.has(state) ? [[state, counts.get(state) as number]] : [],
  )
}
