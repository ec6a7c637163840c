import type { ReactNode } from 'react'
import type { Server } from '../api/types'
import { Power, State } from '../parts/state'
import { Since } from '../parts/time'
import { sentence, words } from '../parts/words'
import { Link } from '../route/place'

export type Column = {
  key: string
  name: string
  width: number
  grow?: boolean
  show: (server: Server) => ReactNode
  sort: (server: Server) => string | number | null | undefined
}

const STATES = ['needs_person', 'slow', 'running', 'ready', 'quiet']
const FIRMWARE: Record<string, string> = {
  in_baseline: 'baseline',
  out_of_baseline: 'off baseline',
  unknown: 'not known',
}

const mono = (text: string | null | undefined) => (text ? <span className="mono">{text}</span> : null)

/** What a server's state is called: the cause where it says more. */
export const stateWords = (server: Server) =>
  server.state === 'ready' || server.state === 'quiet'
    ? server.held
      ? 'held by a person'
      : server.state === 'quiet'
        ? words(server.kind) || 'quiet'
        : 'ready'
    : words(server.kind ?? server.state)

export const COLUMNS: Column[] = [
  { key: 'rack', name: 'Rack', width: 62, show: s => mono(s.rack), sort: s => s.rack },
  {
    key: 'unit',
    name: 'Unit',
    width: 48,
    show: s => (s.unit == null ? null : <span className="num">U{String(s.unit).padStart(2, '0')}</span>),
    sort: s => s.unit,
  },
  {
    key: 'name',
    name: 'Server',
    width: 132,
    show: s => (
      <Link className="name" href={`/servers/${encodeURIComponent(s.hostname ?? s.server_id)}`}>
        {s.hostname ?? s.server_id}
      </Link>
    ),
    sort: s => s.hostname ?? s.server_id,
  },
  {
    key: 'state',
    name: 'State',
    width: 204,
    show: s => (
      <>
        <State kind={s.state === 'ready' || s.state === 'quiet' ? s.state : (s.kind ?? s.state)} text={stateWords(s)} />{' '}
        {s.safe_to_power_off === false && <Power safe={false} reason={s.power_off_reason} />}
      </>
    ),
    sort: s => STATES.indexOf(s.state),
  },
  {
    key: 'step',
    name: 'Step',
    width: 214,
    show: s =>
      s.current_step_name && s.state !== 'ready' ? (
        <Link href={`/runs/${s.run_id}`}>
          <span className="num">
            {s.current_step_number ?? '–'}/{s.steps ?? '–'}
          </span>{' '}
          <span className="mono">{s.current_step_name}</span>
        </Link>
      ) : null,
    sort: s => s.percent,
  },
  {
    key: 'percent',
    name: 'Done',
    width: 72,
    show: s =>
      s.percent == null || s.state === 'quiet' || s.state === 'ready' ? null : (
        <span className="percent">
          <span className="percent-bar" aria-hidden="true">
            <span style={{ inlineSize: `${s.percent}%` }} />
          </span>
          <span className="num">{s.percent}%</span>
        </span>
      ),
    sort: s => s.percent,
  },
  {
    key: 'message',
    name: 'Last message',
    width: 160,
    grow: true,
    show: s => (s.state === 'ready' || s.state === 'quiet' ? null : s.message),
    sort: s => s.message,
  },
  {
    key: 'since',
    name: 'Since',
    width: 84,
    show: s => (s.since ? <Since time={s.since} /> : null),
    sort: s => s.since,
  },
  { key: 'serial', name: 'Serial', width: 106, show: s => mono(s.serial), sort: s => s.serial },
  { key: 'vendor', name: 'Vendor', width: 96, show: s => s.vendor, sort: s => s.vendor },
  { key: 'model', name: 'Model', width: 160, show: s => s.model, sort: s => s.model },
  { key: 'type', name: 'Type', width: 112, show: s => mono(s.device_type), sort: s => s.device_type },
  {
    key: 'firmware',
    name: 'Firmware',
    width: 106,
    show: s => (s.firmware ? <State kind={s.firmware} text={FIRMWARE[s.firmware]} /> : null),
    sort: s => s.firmware,
  },
  { key: 'bios', name: 'BIOS', width: 92, show: s => mono(s.bios_version), sort: s => s.bios_version },
  { key: 'bmc', name: 'BMC', width: 92, show: s => mono(s.bmc_version), sort: s => s.bmc_version },
  { key: 'address', name: 'BMC address', width: 124, show: s => mono(s.bmc_address), sort: s => s.bmc_address },
  { key: 'template', name: 'Template', width: 150, show: s => s.definition, sort: s => s.definition },
  { key: 'held', name: 'Held', width: 160, show: s => s.held, sort: s => s.held },
  {
    key: 'power',
    name: 'Power',
    width: 150,
    show: s => <Power safe={s.safe_to_power_off} reason={s.power_off_reason && sentence(s.power_off_reason)} />,
    sort: s => (s.safe_to_power_off === false ? 0 : 1),
  },
]

export const USUAL = ['rack', 'unit', 'name', 'state', 'step', 'percent', 'message', 'serial', 'type', 'firmware']
const KEY = 'hwauto.columns'

/** What was chosen in this browser; null if nothing was. */
export function savedColumns(): string[] | null {
  try {
    const saved = JSON.parse(localStorage.getItem(KEY) ?? 'null')
    return Array.isArray(saved) && saved.length ? saved : null
  } catch {
    return null
  }
}

// these are empty only for as long as nothing runs
const ALWAYS = new Set(['name', 'state', 'step', 'percent', 'message'])

/** Without a choice: the usual ones, less those that nothing is known for. */
export function usualColumns(servers: Server[]): string[] {
  return USUAL.filter(key => {
    const column = COLUMNS.find(each => each.key === key)
    return ALWAYS.has(key) || servers.length === 0 || servers.some(server => (column?.sort(server) ?? '') !== '')
  })
}

export const saveColumns = (keys: string[] | null) => localStorage.setItem(KEY, JSON.stringify(keys))
