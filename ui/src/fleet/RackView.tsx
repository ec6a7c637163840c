import type { Server } from '../api/types'
import { Mark, toneOf } from '../parts/state'
import { count } from '../parts/words'
import { Link } from '../route/place'
import { stateWords } from './columns'

const UNITS = 42

/** For people who think in racks: 42 units each, the highest on top. */
export function RackView({ servers }: { servers: Server[] }) {
  const racks = new Map<string, Server[]>()
  for (const server of servers) {
    const rack = server.rack ?? ''
    racks.set(rack, [...(racks.get(rack) ?? []), server])
  }
  const names = [...racks.keys()].filter(Boolean).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  const loose = racks.get('') ?? []
  return (
    <div className="racks">
      {names.map(name => (
        <Rack key={name} name={name} servers={racks.get(name) ?? []} />
      ))}
      {loose.length > 0 && (
        <p className="faint rack-none">
          {count(loose.length, 'server')} with no rack known. Tags of the machine in MAAS, such as <code>rack-B12</code>{' '}
          and <code>unit-07</code>, or a run's input <code>rack_location</code>, such as B12-U07, say where a server
          stands.
        </p>
      )}
    </div>
  )
}

function Rack({ name, servers }: { name: string; servers: Server[] }) {
  const at = new Map(servers.filter(s => s.unit != null).map(s => [s.unit as number, s]))
  const noUnit = servers.filter(s => s.unit == null)
  const top = Math.max(UNITS, ...at.keys())
  return (
    <section className="rack" aria-label={`Rack ${name}`}>
      <h2 className="mono">
        {name} <span className="faint">{count(servers.length, 'server')}</span>
      </h2>
      <ol className="units">
        {Array.from({ length: top }, (_, i) => top - i).map(unit => {
          const server = at.get(unit)
          return (
            <li key={unit} className="unit">
              <span className="num faint unit-number" aria-hidden={!server}>
                {unit}
              </span>
              {server ? <Unit server={server} /> : <span className="unit-empty" />}
            </li>
          )
        })}
      </ol>
      {noUnit.map(server => (
        <Unit key={server.server_id} server={server} />
      ))}
    </section>
  )
}

function Unit({ server }: { server: Server }) {
  const kind = server.state === 'ready' || server.state === 'quiet' ? server.state : (server.kind ?? server.state)
  const unsafe = server.safe_to_power_off === false
  const tone = unsafe ? 'point' : toneOf(kind)
  return (
    <Link
      href={`/servers/${encodeURIComponent(server.hostname ?? server.server_id)}`}
      className={`unit-server ${tone}`}
      title={`${server.hostname ?? server.server_id}: ${stateWords(server)}${unsafe ? '; do not power off' : ''}`}
    >
      <Mark tone={tone} />
      <span className="clip">{server.hostname ?? server.server_id}</span>
      <span className="unit-state">{unsafe ? 'do not power off' : stateWords(server)}</span>
    </Link>
  )
}
