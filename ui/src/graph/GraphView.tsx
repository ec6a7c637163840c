import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { StepStatus, Tree } from '../api/types'
import { words } from '../parts/words'
import { type Box, type Edge, layout } from './layout'
import { blocksOf, railsOf } from './tree'

export type NodeState = { status: StepStatus; point?: boolean }

type Props = {
  tree: Tree
  states?: Map<string, NodeState>
  chosen?: string | null
  onChoose?: (path: string) => void
}

/** A definition drawn: as wide as the page, rows below each other, states in it where a run is given. */
export function GraphView({ tree, states, chosen, onChoose }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(900)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    setWidth(element.clientWidth)
    return () => observer.disconnect()
  }, [])
  const picture = useMemo(() => layout(blocksOf(tree.steps), railsOf(tree), Math.max(200, width - 24)), [tree, width])
  const at = new Map(picture.boxes.map(each => [each.id, each]))
  return (
    <div className="graph" ref={box} tabIndex={0} role="group" aria-label="Graph">
      <div className="graph-sheet" style={{ inlineSize: picture.w, blockSize: picture.h }}>
        <svg width={picture.w} height={picture.h} className="graph-edges" aria-hidden="true">
          {picture.edges.map(edge => (
            <path key={`${edge.from}>${edge.to}`} d={line(edge, at)} />
          ))}
        </svg>
        {picture.boxes.map(each => (
          <GraphBox
            key={each.id}
            box={each}
            state={states?.get(each.id)}
            chosen={chosen === each.id}
            onChoose={onChoose && each.kind === 'step' ? () => onChoose(each.id) : undefined}
          />
        ))}
      </div>
    </div>
  )
}

const axis = (box: Box) =>
  box.kind === 'condition' ? box.y + 14 : box.kind === 'step' ? box.y + 23 : box.y + box.h / 2

/** From the end of one to the beginning of the next; to a row below around its left. */
export function line(edge: Edge, at: Map<string, Box>): string {
  const from = at.get(edge.from)
  const to = at.get(edge.to)
  if (!from || !to) return ''
  const x1 = from.kind === 'condition' ? from.x + from.w / 2 + 14 : from.x + from.w
  const x2 = to.kind === 'condition' ? to.x + to.w / 2 - 14 : to.x
  const y1 = axis(from)
  const y2 = axis(to)
  if (to.x > from.x) return `M${x1} ${y1}C${x1 + 16} ${y1} ${x2 - 16} ${y2} ${x2} ${y2}`
  const below = to.y - 16
  return `M${x1} ${y1}h10V${below}H${x2 - 10}V${y2}h10`
}

function GraphBox({
  box,
  state,
  chosen,
  onChoose,
}: {
  box: Box
  state?: NodeState
  chosen: boolean
  onChoose?: () => void
}) {
  const style = { left: box.x, top: box.y, width: box.w, height: box.h }
  const look = `graph-box ${box.kind} ${state?.status ?? ''}${state?.point ? ' in-point' : ''}${chosen ? ' chosen' : ''}`
  if (box.kind === 'condition') {
    return (
      <div className={look} style={style} title={`only when ${box.title}`}>
        <svg viewBox="0 0 28 28" aria-hidden="true">
          <path d="M14 2 26 14 14 26 2 14z" />
        </svg>
        <code>{box.title}</code>
      </div>
    )
  }
  const inside = (
    <>
      <span className="graph-name">
        {box.kind === 'undo' && <span aria-hidden="true">↶ </span>}
        {box.title}
      </span>
      {box.sub && <span className="graph-sub mono">{box.sub}</span>}
      {state && state.status !== 'pending' && <span className="graph-state">{words(state.status)}</span>}
    </>
  )
  return onChoose ? (
    <button type="button" className={look} style={style} onClick={onChoose} aria-pressed={chosen}>
      {inside}
    </button>
  ) : (
    <div className={look} style={style}>
      {inside}
    </div>
  )
}
