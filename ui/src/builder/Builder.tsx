import { useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useActions } from '../api/queries'
import type { Json } from '../api/types'
import type { Block } from '../graph/layout'
import { Page } from '../parts/page'
import { say } from '../parts/said'
import { guardLeaving } from '../route/place'
import { Canvas } from './Canvas'
import { besideNext, freeName, idOf, insertAt, linesOf, moveTo, parse, pathOf, removeAt, setAt, ungroup } from './edit'
import { begin, change, redo, undo } from './history'
import { APPROVAL, Library } from './Library'
import { Problems } from './Problems'
import { Properties } from './Properties'
import { actionName, actionOf, failurePath, missing, nodeAt, read } from './read'
import { SaveDialog } from './SaveDialog'
import type { Spot } from './spot'
import { useCheck } from './useCheck'
import { Versions } from './Versions'
import { YamlEdit } from './YamlEdit'

type Props = { name: string | null; text: string; etag: string | null }

/** The parts around one text: every change makes a new text, and everything is read from it. */
export function Builder({ name, text: first, etag }: Props) {
  const [history, setHistory] = useState(() => begin(first))
  const [chosen, setChosen] = useState<string | null>(null)
  const [dialog, setDialog] = useState<'save' | 'versions' | null>(null)
  const [side, setSide] = useState<'yaml' | 'step'>('yaml')
  const [saved, setSaved] = useState(first)
  const client = useQueryClient()
  const actions = useActions().data
  const { text } = history
  const check = useCheck(text)
  const box = useRef<HTMLDivElement>(null)

  const now = useMemo(() => read(text), [text])
  const [good, setGood] = useState(now)
  if (!now.problem && good !== now) setGood(now)
  const reading = now.problem ? good : now
  const failure = failurePath(reading.document)
  const document = useMemo(() => parse(text), [text])

  const take = useCallback((next: string, typing = false) => setHistory(h => change(h, next, Date.now(), typing)), [])
  const dirty = text !== saved
  useEffect(() => {
    guardLeaving(dirty ? () => confirm('This template is not saved. Leave it?') : null)
    const unload = (event: BeforeUnloadEvent) => event.preventDefault()
    if (dirty) addEventListener('beforeunload', unload)
    return () => {
      guardLeaving(null)
      removeEventListener('beforeunload', unload)
    }
  }, [dirty])

  const given = useMemo(
    () => new Set([...Object.keys((reading.document.inputs as object) ?? {}), 'server_id']),
    [reading],
  )
  const order = useMemo(() => flat(reading), [reading])
  const lacking = useMemo(() => {
    const found = new Map<string, string[]>()
    for (const id of order) {
      const node = nodeAt(reading.document, pathOf(id))
      const names = missing(node, actionOf(actions, node.uses), given)
      if (names.length) found.set(id, names)
    }
    return found
  }, [order, reading, actions, given])
  const problems = check.data?.problems ?? []
  const placed = useMemo(() => {
    const found = new Map<string, string>()
    for (const problem of check.data?.problems ?? []) {
      if (!problem.line) continue
      const id = order.findLast(each => {
        const lines = linesOf(document, pathOf(each), text)
        return !!lines && (problem.line as number) >= lines[0] && (problem.line as number) <= lines[1]
      })
      if (id && !found.has(id)) found.set(id, problem.message)
    }
    return found
  }, [check.data, order, document, text])

  const choose = (id: string | null) => {
    setChosen(id)
    if (id) setSide('step')
  }
  const add = (uses: string, spot: Spot) => {
    const approval = uses === APPROVAL
    const wish = approval ? 'ask' : (actionName(uses).split('.').at(-1) ?? 'step')
    const own = freeName(text, wish)
    const added: Json = approval ? { name: own, approval: { role: 'operator' } } : { name: own, uses }
    take(insertAt(text, spot.list, spot.index, added))
    choose(idOf([...spot.list, spot.index]))
    say(`${own} added.`)
  }
  const addBehind = (uses: string) => {
    const path = chosen ? pathOf(chosen) : null
    const spot = path
      ? { list: path.slice(0, -1), index: (path.at(-1) as number) + 1 }
      : { list: ['steps'], index: reading.steps.length }
    add(uses, spot)
  }
  const remove = () => {
    if (!chosen) return
    take(removeAt(text, pathOf(chosen)))
    setChosen(null)
  }
  const shift = (by: number) => {
    if (!chosen) return
    const path = pathOf(chosen)
    const index = (path.at(-1) as number) + by
    if (index < 0) return
    take(moveTo(text, path, path.slice(0, -1), by > 0 ? index + 1 : index))
    setChosen(idOf([...path.slice(0, -1), index]))
  }

  const keys = (event: KeyboardEvent) => {
    const field = ['INPUT', 'TEXTAREA', 'SELECT'].includes((event.target as HTMLElement).tagName)
    const command = event.ctrlKey || event.metaKey
    if (command && event.key.toLowerCase() === 'z') setHistory(event.shiftKey ? redo : undo)
    else if (command && event.key.toLowerCase() === 'y') setHistory(redo)
    else if (command && event.key.toLowerCase() === 's') setDialog('save')
    else if (field || (event.target as HTMLElement).closest('.library')) return
    else if (event.altKey && event.key === 'ArrowRight') shift(1)
    else if (event.altKey && event.key === 'ArrowLeft') shift(-1)
    else if (event.key === 'ArrowRight' || event.key === 'ArrowDown') choose(step(order, chosen, 1))
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') choose(step(order, chosen, -1))
    else if (event.key === 'Delete' || event.key === 'Backspace') remove()
    else if (event.key === 'Enter' && chosen) {
      setSide('step')
      requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('.properties input')?.focus())
    } else return
    event.preventDefault()
  }

  const node = chosen ? nodeAt(reading.document, pathOf(chosen)) : null
  const isGroup = !!node && (Array.isArray(node.parallel) || Array.isArray(node.steps))
  const lines = chosen ? linesOf(document, pathOf(chosen), text) : null
  return (
    <Page
      title={name ? `Edit ${name}` : 'New template'}
      fill
      tools={
        <>
          <span className="faint" role="status">
            {now.problem
              ? 'not readable'
              : !check.fresh
                ? 'checking'
                : check.data?.valid
                  ? 'valid'
                  : `${problems.length} to mend`}
            {dirty ? ', not saved' : ''}
          </span>
          <button type="button" disabled={history.past.length === 0} onClick={() => setHistory(undo)}>
            Undo
          </button>
          <button type="button" disabled={history.future.length === 0} onClick={() => setHistory(redo)}>
            Redo
          </button>
          {name && (
            <button type="button" onClick={() => setDialog('versions')}>
              Versions
            </button>
          )}
          <button type="button" className="main" disabled={!dirty || !!now.problem} onClick={() => setDialog('save')}>
            Save
          </button>
        </>
      }
    >
      <div className="builder" ref={box} onKeyDown={keys}>
        <Library onAdd={addBehind} />
        <section
          className={now.problem ? 'builder-canvas stale' : 'builder-canvas'}
          tabIndex={0}
          aria-label="Canvas: arrows choose, Alt with arrows moves, Enter edits, Delete removes"
        >
          <Canvas
            reading={reading}
            failure={failure}
            chosen={chosen}
            problems={placed}
            missing={lacking}
            onChoose={choose}
            onDrop={add}
            onMove={(path, spot) => {
              take(moveTo(text, path, spot.list, spot.index))
              setChosen(null)
            }}
          />
          {reading.steps.length === 0 && (
            <p className="canvas-hint">Drag an action here, or press Enter on one in the list.</p>
          )}
          {now.problem && <p className="canvas-hint bad-ink">The text can't be read; the picture is of before.</p>}
        </section>
        <section className="builder-side">
          <div className="segments" role="tablist" aria-label="Beside the canvas">
            <button type="button" role="tab" aria-selected={side === 'yaml'} onClick={() => setSide('yaml')}>
              YAML
            </button>
            <button type="button" role="tab" aria-selected={side === 'step'} onClick={() => setSide('step')}>
              Step
            </button>
          </div>
          {side === 'yaml' ? (
            <YamlEdit
              text={text}
              problems={problems}
              near={lines}
              onText={next => take(next, true)}
              onLine={line =>
                setChosen(
                  order.findLast(id => {
                    const at = linesOf(document, pathOf(id), text)
                    return !!at && line >= at[0] && line <= at[1]
                  }) ?? null,
                )
              }
            />
          ) : node && chosen ? (
            <>
              <p className="property-buttons">
                <button type="button" onClick={() => shift(-1)}>
                  Earlier
                </button>
                <button type="button" onClick={() => shift(1)}>
                  Later
                </button>
                {isGroup ? (
                  <button type="button" onClick={() => take(ungroup(text, pathOf(chosen)))}>
                    Ungroup
                  </button>
                ) : (
                  <button type="button" onClick={() => take(besideNext(text, pathOf(chosen)))}>
                    Beside the next
                  </button>
                )}
                <button type="button" className="grave" onClick={remove}>
                  Remove
                </button>
              </p>
              <Properties
                key={chosen}
                node={node}
                path={pathOf(chosen)}
                actions={actions}
                given={given}
                onSet={(path, value) => take(setAt(text, path, value), true)}
              />
            </>
          ) : (
            <p className="empty">Choose a step on the canvas.</p>
          )}
          <Problems problems={problems} text={text} placed={placed} onChoose={choose} onFix={next => take(next)} />
        </section>
      </div>
      {dialog === 'save' && (
        <SaveDialog
          name={reading.name}
          known={name}
          text={text}
          etag={etag}
          onClose={() => setDialog(null)}
          onSaved={() => {
            setSaved(text)
            guardLeaving(null)
            client.invalidateQueries({ queryKey: ['templates'] })
            client.invalidateQueries({ queryKey: ['versions', reading.name] })
            client.invalidateQueries({ queryKey: ['template', reading.name] })
          }}
        />
      )}
      {dialog === 'versions' && name && (
        <Versions name={name} text={text} onRestore={next => take(next)} onClose={() => setDialog(null)} />
      )}
    </Page>
  )
}

/** The ids of all nodes in the order of time. */
function flat(reading: { steps: Block[]; rails: { blocks: Block[] }[] }): string[] {
  const walk = (blocks: Block[]): string[] => blocks.flatMap(block => [block.id, ...walk(block.children ?? [])])
  return [...walk(reading.steps), ...reading.rails.flatMap(rail => walk(rail.blocks))]
}

const step = (order: string[], chosen: string | null, by: number): string | null =>
  order[Math.max(0, Math.min(order.length - 1, chosen === null ? 0 : order.indexOf(chosen) + by))] ?? null
