import { useMemo, useState } from 'react'
import { useOverview } from '../api/queries'
import type { LegalAction, Server, Situation } from '../api/types'
import { useMay } from '../frame/session'
import { State } from '../parts/state'
import { count, words } from '../parts/words'
import { Link } from '../route/place'
import { ActionDialog } from '../runs/ActionDialog'
import { placeOf, VERBS } from '../runs/act'
import { HoldDialog } from './HoldDialog'
import { tally } from './rows'

/** What can be done with the chosen servers; each says first what it will do. */
export function Selection({ servers, onClear }: { servers: Server[]; onClear: () => void }) {
  const may = useMay('operator')
  const overview = useOverview().data
  const [asked, setAsked] = useState<LegalAction | null>(null)
  const [holding, setHolding] = useState(false)
  const situations = useMemo(() => {
    const all = [...(overview?.groups.flatMap(group => group.situations) ?? []), ...(overview?.running ?? [])]
    const runs = new Set(servers.map(server => server.run_id).filter(Boolean))
    return all.filter(s => s.run_id && runs.has(s.run_id))
  }, [overview, servers])
  const actions = common(situations)
  const names = servers.map(server => server.hostname ?? server.server_id)
  return (
    <section className="selection" aria-label="Selection">
      <strong>{count(servers.length, 'server')}</strong>
      {tally(servers).map(([state, n]) => (
        <State key={state} kind={state} text={`${n} ${words(state)}`} />
      ))}
      <span className="selection-actions">
        {may && (
          <>
            <Link className="button main" href={`/start?servers=${encodeURIComponent(names.join(','))}`}>
              Plan a run
            </Link>
            {actions.map(({ action, of }) => (
              <button type="button" key={action.kind} title={action.effect} onClick={() => setAsked(action)}>
                {VERBS[action.kind].label} {of.length}
              </button>
            ))}
            <button type="button" onClick={() => setHolding(true)}>
              Hold
            </button>
          </>
        )}
        <button type="button" onClick={onClear}>
          Clear
        </button>
      </span>
      {asked && (
        <ActionDialog
          action={asked}
          situations={actions.find(each => each.action.kind === asked.kind)?.of ?? []}
          onClose={() => setAsked(null)}
        />
      )}
      {holding && <HoldDialog servers={names} onClose={() => setHolding(false)} />}
    </section>
  )
}

/** The actions that some of these runs allow, the commonest first. */
function common(situations: Situation[]): { action: LegalAction; of: Situation[] }[] {
  const found = new Map<string, { action: LegalAction; of: Situation[] }>()
  for (const situation of situations) {
    for (const action of situation.actions ?? []) {
      if (placeOf(action, situation) !== null || action.kind === 'unlock') continue
      const known = found.get(action.kind)
      if (known) known.of.push(situation)
      else found.set(action.kind, { action, of: [situation] })
    }
  }
  return [...found.values()].sort((a, b) => b.of.length - a.of.length).slice(0, 4)
}
