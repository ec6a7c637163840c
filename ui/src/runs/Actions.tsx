import { useState } from 'react'
import type { LegalAction, Situation } from '../api/types'
import { useMay } from '../frame/session'
import { Menu, type MenuItem } from '../parts/menu'
import { go } from '../route/place'
import { ActionDialog } from './ActionDialog'
import { placeOf, VERBS } from './act'

type Props = {
  situation: Situation
  actions?: LegalAction[]
  /** How many get a button of their own; the others are in the menu. */
  shown?: number
  onDone?: (newRun: string | null) => void
  /** What else stands in the menu. */
  more?: MenuItem[]
}

/** The likeliest action as a button, the others in a menu. */
export function Actions({ situation, actions, shown = 1, onDone, more = [] }: Props) {
  const [asked, setAsked] = useState<LegalAction | null>(null)
  const may = useMay('operator')
  const all = (actions ?? situation.actions ?? []).filter(
    action => placeOf(action, situation) !== null || (may && action.kind !== 'unlock' && !!situation.run_id),
  )
  const pick = (action: LegalAction) => {
    const to = placeOf(action, situation)
    if (to) go(to)
    else setAsked(action)
  }
  const rest = all.slice(shown)
  return (
    <span className="actions">
      {all.slice(0, shown).map((action, i) => (
        <button
          type="button"
          key={action.kind + action.command}
          className={i === 0 && placeOf(action, situation) === null ? 'likely' : undefined}
          title={action.effect}
          onClick={() => pick(action)}
        >
          {VERBS[action.kind]?.label ?? action.kind}
        </button>
      ))}
      {rest.length + more.length > 0 && (
        <Menu
          label={
            <>
              <span aria-hidden="true">⋯</span>
              <span className="unseen">More for {situation.hostname ?? situation.run_id}</span>
            </>
          }
          items={[
            ...rest.map(action => ({
              key: action.kind + action.command,
              text: VERBS[action.kind]?.label ?? action.kind,
              note: action.effect,
              onPick: () => pick(action),
            })),
            ...more,
          ]}
        />
      )}
      {asked && <ActionDialog action={asked} situations={[situation]} onClose={() => setAsked(null)} onDone={onDone} />}
    </span>
  )
}
