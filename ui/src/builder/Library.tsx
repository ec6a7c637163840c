import { useState } from 'react'
import { useActions } from '../api/queries'
import type { Action } from '../api/types'
import { Answer } from '../parts/notes'
import { words } from '../parts/words'
import { actionName } from './read'

export const DRAGGED = 'application/x-hwauto-action'
export const APPROVAL = '=approval'

/** The actions by domain: drag one onto the canvas, or press Enter to put it behind the chosen step. */
export function Library({ onAdd }: { onAdd: (uses: string) => void }) {
  const actions = useActions()
  const [text, setText] = useState('')
  return (
    <aside className="library" aria-label="Actions">
      <input
        type="search"
        aria-label="Words in actions"
        placeholder="Actions"
        value={text}
        onChange={event => setText(event.target.value)}
      />
      <div className="library-list">
        <Entry name="approval" note="Asks a person before it goes on" uses={APPROVAL} onAdd={onAdd} />
        <Answer of={actions}>
          {all =>
            domains(all, text).map(([domain, members]) => (
              <section key={domain}>
                <h3>{words(domain)}</h3>
                {members.map(action => (
                  <Entry
                    key={action.name}
                    name={actionName(action.name)}
                    note={action.summary}
                    uses={action.name}
                    point={(action.points_of_no_return?.length ?? 0) > 0}
                    onAdd={onAdd}
                  />
                ))}
              </section>
            ))
          }
        </Answer>
      </div>
    </aside>
  )
}

function domains(actions: Action[], text: string): [string, Action[]][] {
  const wanted = text.toLowerCase().trim()
  const found = new Map<string, Action[]>()
  for (const action of actions) {
    if (wanted && !`${action.name} ${action.summary}`.toLowerCase().includes(wanted)) continue
    found.set(action.domain, [...(found.get(action.domain) ?? []), action])
  }
  return [...found].sort(([a], [b]) => a.localeCompare(b))
}

type EntryProps = { name: string; note: string; uses: string; point?: boolean; onAdd: (uses: string) => void }

function Entry({ name, note, uses, point, onAdd }: EntryProps) {
  return (
    <button
      type="button"
      className="library-entry"
      draggable
      title={note}
      onDragStart={event => {
        event.dataTransfer.setData(DRAGGED, uses)
        event.dataTransfer.effectAllowed = 'copy'
      }}
      onClick={() => onAdd(uses)}
    >
      <span className="mono">{name}</span>
      {point && (
        <span className="hatch" title="has a point of no return">
          <span className="unseen">has a point of no return</span>
        </span>
      )}
      <span className="faint small">{note}</span>
    </button>
  )
}
