import { useState } from 'react'
import type { Group, LegalAction, Situation } from '../api/types'
import { useCareOrders } from '../care/useCareOrders'
import { useMay } from '../frame/session'
import { Menu } from '../parts/menu'
import { Mark, toneOf } from '../parts/state'
import { At } from '../parts/time'
import { words } from '../parts/words'
import { ActionDialog } from '../runs/ActionDialog'
import { placeOf, VERBS } from '../runs/act'
import { SituationRow } from './SituationRow'

/** The action that all servers of a group have first in common: worth a button for all of them. */
export function commonAction(situations: Situation[]): LegalAction | null {
  const first = situations[0]?.actions?.find(action => placeOf(action, situations[0] as Situation) === null)
  if (!first || situations.length < 2) return null
  return situations.every(s => s.run_id && s.actions?.some(action => action.kind === first.kind)) ? first : null
}

// enough to see what it is about; hundreds of rows with a clock each would make the page slow
const FIRST = 40

/** One cause, and the servers that have it. */
export function GroupPanel({ group, first }: { group: Group; first: boolean }) {
  const [open, setOpen] = useState(first || group.situations.length <= 4)
  const [all, setAll] = useState(false)
  const [asked, setAsked] = useState<LegalAction | null>(null)
  const may = useMay('operator')
  const common = may ? commonAction(group.situations) : null
  const owned = group.situations.length > 1 ? group.situations.filter(s => s.care?.owner) : []
  const orders = useCareOrders(group.situations.flatMap(s => (s.run_id ? [s.run_id] : [])))
  const tone = toneOf(group.kind)
  return (
    <section className={`group ${tone}`}>
      <header className="group-head">
        <h2>
          <button type="button" className="group-open" aria-expanded={open} onClick={() => setOpen(!open)}>
            <svg className="twist" viewBox="0 0 10 10" aria-hidden="true">
              <path d="M3.5 2 7 5 3.5 8" />
            </svg>
            <Mark tone={tone} />
            <span className="group-title">{group.title}</span>
          </button>
        </h2>
        <span className={`group-kind state ${tone}`}>{words(group.kind)}</span>
        {group.since && (
          <span className="faint group-since">
            since <At time={group.since} />
          </span>
        )}
        {owned.length > 0 && (
          <span className="faint">
            {owned.length} of {group.situations.length} with somebody
          </span>
        )}
        {common && (
          <button type="button" title={common.effect} onClick={() => setAsked(common)}>
            {VERBS[common.kind].label} all {group.situations.length}
          </button>
        )}
        {orders.length > 0 && group.situations.length > 1 && (
          <Menu
            label={
              <>
                <span aria-hidden="true">⋯</span>
                <span className="unseen">More for all {group.situations.length}</span>
              </>
            }
            items={orders}
          />
        )}
      </header>
      {open && (
        <table className="table situations">
          <thead>
            <tr>
              <th scope="col">Rack</th>
              <th scope="col">Server</th>
              <th scope="col">Step</th>
              <th scope="col">Waited</th>
              <th scope="col">Last message</th>
              <th scope="col">Power</th>
              <th scope="col">
                <span className="unseen">What to do</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {group.situations.slice(0, all ? undefined : FIRST).map(situation => (
              <SituationRow key={situation.run_id ?? situation.hostname} situation={situation} />
            ))}
          </tbody>
        </table>
      )}
      {open && !all && group.situations.length > FIRST && (
        <p className="group-more">
          <button type="button" onClick={() => setAll(true)}>
            Show all {group.situations.length}
          </button>
        </p>
      )}
      {asked && <ActionDialog action={asked} situations={group.situations} onClose={() => setAsked(null)} />}
    </section>
  )
}
