import { useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useActions } from '../api/queries'
import type { Json } from '../api/types'
import type { NodeState } from '../graph/GraphView'
import type { Block } from '../graph/layout'
import { Page } from '../parts/page'
import { say } from '../parts/said'
import { guardLeaving } from '../route/place'
import { statesOf } from '../tryout/states'
import { TryIt } from '../tryout/TryIt'
import { useTried } from '../tryout/useTried'
import { BuilderSide, type Side } from './BuilderSide'
import { Canvas } from './Canvas'
import { freeName, idOf, insertAt, linesOf, moveTo, parse, pathOf, removeAt } from './edit'
import { begin, change, redo, undo } from './history'
import { APPROVAL, Library } from './Library'
import { actionName, actionOf, failurePath, missing, nodeAt, read } from './read'
import { SaveDialog } from './SaveDialog'
import type { Spot } from './spot'
import { useCheck } from './useCheck'
import { Versions } from './Versions'

const NO_STATES = new Map<string, NodeState>()

type Props = { name: string | null; text: string; etag: string | null }

/** The parts around one text: every change makes a new text, and everything is read from it. */
export function Builder({ name, text: first, etag }: Props) {
  const [history, setHistory] = useState(() => begin(first))
  const [chosen, setChosen] = useState<string | null>(null)
  const [dialog, setDialog] = useState<'save' | 'versions' | null>(null)
  const [side, setSide] = useState<Side>('yaml')
  const [saved, setSaved] = useState(first)
  const client = useQueryClient()
  const actions = useActions().data
  const { text } = history
  const check = useCheck(text)
  const [trying, setTrying] = useState<{ id: string; text: string } | null>(null)
  const tried = useTried(trying?.id ?? null)
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
  // of the text as it was tried; a change makes another one of it
  const states = useMemo(
    () =>
      trying?.text === text && tried.run
        ? statesOf([reading.steps, ...reading.rails.map(rail => rail.blocks)], tried.run.steps_detail)
        : NO_STATES,
    [trying, text, tried.run, reading],
  )
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
            states={states}
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
        <BuilderSide
          side={side}
          onSide={setSide}
          reading={reading}
          document={document}
          text={text}
          chosen={chosen}
          actions={actions}
          given={given}
          problems={problems}
          placed={placed}
          onTake={take}
          onChoose={choose}
          onLine={line =>
            setChosen(
              order.findLast(id => {
                const at = linesOf(document, pathOf(id), text)
                return !!at && line >= at[0] && line <= at[1]
              }) ?? null,
            )
          }
          onShift={shift}
          onRemove={remove}
          tryIt={
            <TryIt
              text={text}
              inputs={check.data?.inputs ?? []}
              valid={!now.problem && check.fresh && !!check.data?.valid}
              tried={tried}
              onTry={id => setTrying({ id, text })}
            />
          }
        />
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
