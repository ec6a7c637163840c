import { useMemo, useState } from 'react'
import { useServers } from '../api/queries'
import { stateWords } from '../fleet/columns'
import { FilterField } from '../fleet/FilterField'
import { filter } from '../fleet/filter'
import { State } from '../parts/state'
import { count, position } from '../parts/words'

const SHOWN = 200

type Props = { chosen: string[]; onChoose: (names: string[]) => void }

/** The servers of a run: found by the fleet's filter, ticked one by one or all that are shown. */
export function ServerPick({ chosen, onChoose }: Props) {
  const servers = useServers().data
  const [text, setText] = useState('')
  const found = useMemo(() => filter(servers ?? [], text), [servers, text])
  const on = new Set(chosen)
  const names = found.map(server => server.hostname ?? server.server_id)
  const allOn = names.length > 0 && names.every(name => on.has(name))
  const unknown = servers ? chosen.filter(name => !servers.some(s => s.hostname === name || s.server_id === name)) : []

  const toggle = (some: string[], to: boolean) =>
    onChoose(to ? [...new Set([...chosen, ...some])] : chosen.filter(name => !some.includes(name)))

  return (
    <div className="pick">
      <FilterField servers={servers ?? []} value={text} onChange={setText} />
      <p className="pick-line">
        <strong>{count(chosen.length, 'server')} chosen</strong>
        {names.length > 0 && (
          <button type="button" onClick={() => toggle(names, !allOn)}>
            {allOn ? 'None' : 'All'} of these {found.length}
          </button>
        )}
        {chosen.length > 0 && (
          <button type="button" onClick={() => onChoose([])}>
            Clear
          </button>
        )}
      </p>
      {unknown.length > 0 && <p className="warn-ink">Not in the inventory: {unknown.join(', ')}</p>}
      <ul className="pick-list" tabIndex={0} aria-label="Servers">
        {found.slice(0, SHOWN).map(server => {
          const name = server.hostname ?? server.server_id
          return (
            <li key={server.server_id}>
              <label className="check">
                <input
                  type="checkbox"
                  checked={on.has(name)}
                  onChange={event => toggle([name], event.target.checked)}
                />
                <span className="mono faint pick-rack">{position(server)}</span>
                <span className="name">{name}</span>
                <span className="faint clip">{server.model}</span>
                <State
                  kind={server.state === 'quiet' || server.state === 'ready' ? server.state : server.kind}
                  text={stateWords(server)}
                />
              </label>
            </li>
          )
        })}
        {found.length > SHOWN && <li className="faint">and {found.length - SHOWN} more; filter to see them</li>}
      </ul>
    </div>
  )
}
