import type { ReactNode } from 'react'
import type { Action, Problem } from '../api/types'
import { useMay } from '../frame/session'
import { besideNext, linesOf, type parse, pathOf, setAt, ungroup } from './edit'
import { Problems } from './Problems'
import { Properties } from './Properties'
import { nodeAt, type Reading } from './read'
import { YamlEdit } from './YamlEdit'

export type Side = 'yaml' | 'step' | 'try'

type Props = {
  side: Side
  onSide: (side: Side) => void
  reading: Reading
  document: ReturnType<typeof parse>
  text: string
  chosen: string | null
  actions: Action[] | undefined
  given: Set<string>
  problems: Problem[]
  placed: Map<string, string>
  onTake: (text: string, typing?: boolean) => void
  onChoose: (id: string | null) => void
  onLine: (line: number) => void
  onShift: (by: number) => void
  onRemove: () => void
  tryIt: ReactNode
}

/** Beside the canvas: the text, the chosen step, or what comes of it on a simulated server. */
export function BuilderSide(props: Props) {
  const { side, onSide, reading, document, text, chosen, actions, given, problems, placed } = props
  const { onTake, onChoose, onLine, onShift, onRemove, tryIt } = props
  const may = useMay('operator')
  const node = chosen ? nodeAt(reading.document, pathOf(chosen)) : null
  const isGroup = !!node && (Array.isArray(node.parallel) || Array.isArray(node.steps))
  const lines = chosen ? linesOf(document, pathOf(chosen), text) : null
  return (
    <section className="builder-side">
      <div className="segments" role="tablist" aria-label="Beside the canvas">
        <button type="button" role="tab" aria-selected={side === 'yaml'} onClick={() => onSide('yaml')}>
          YAML
        </button>
        <button type="button" role="tab" aria-selected={side === 'step'} onClick={() => onSide('step')}>
          Step
        </button>
        {may && (
          <button type="button" role="tab" aria-selected={side === 'try'} onClick={() => onSide('try')}>
            Try it
          </button>
        )}
      </div>
      {side === 'try' ? (
        tryIt
      ) : side === 'yaml' ? (
        <YamlEdit text={text} problems={problems} near={lines} onText={next => onTake(next, true)} onLine={onLine} />
      ) : node && chosen ? (
        <>
          <p className="property-buttons">
            <button type="button" onClick={() => onShift(-1)}>
              Earlier
            </button>
            <button type="button" onClick={() => onShift(1)}>
              Later
            </button>
            {isGroup ? (
              <button type="button" onClick={() => onTake(ungroup(text, pathOf(chosen)))}>
                Ungroup
              </button>
            ) : (
              <button type="button" onClick={() => onTake(besideNext(text, pathOf(chosen)))}>
                Beside the next
              </button>
            )}
            <button type="button" className="grave" onClick={onRemove}>
              Remove
            </button>
          </p>
          <Properties
            key={chosen}
            node={node}
            path={pathOf(chosen)}
            actions={actions}
            given={given}
            onSet={(path, value) => onTake(setAt(text, path, value), true)}
          />
        </>
      ) : (
        <p className="empty">Choose a step on the canvas.</p>
      )}
      <Problems problems={problems} text={text} placed={placed} onChoose={onChoose} onFix={next => onTake(next)} />
    </section>
  )
}
