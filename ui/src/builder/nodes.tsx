import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import type { NodeState } from '../graph/GraphView'
import type { Box } from '../graph/layout'
import { words } from '../parts/words'

export type BlockData = {
  box: Box
  problem: string | null
  missing: string[]
  state?: NodeState
  [key: string]: unknown
}
export type BlockNode = Node<BlockData, 'block'>

/** A step, group, condition, undo or rail on the canvas. */
function BlockBox({ data, selected }: NodeProps<BlockNode>) {
  const { box, problem, missing, state } = data
  const bad = problem !== null || missing.length > 0
  const look = `graph-box ${box.kind}${selected ? ' chosen' : ''}${bad ? ' bad' : ''} ${state?.status ?? ''}${state?.point ? ' in-point' : ''}`
  if (box.kind === 'condition') {
    return (
      <div className={look} title={`only when ${box.title}`}>
        <Handle type="target" position={Position.Left} className="handle condition-handle" isConnectable={false} />
        <svg viewBox="0 0 28 28" aria-hidden="true">
          <path d="M14 2 26 14 14 26 2 14z" />
        </svg>
        <code>{box.title}</code>
        <Handle type="source" position={Position.Right} className="handle condition-handle" isConnectable={false} />
      </div>
    )
  }
  return (
    <div className={look} title={problem ?? undefined}>
      <Handle type="target" position={Position.Left} className="handle" isConnectable={false} />
      <span className="graph-name">
        {box.kind === 'undo' && <span aria-hidden="true">↶ </span>}
        {box.title || <span className="bad-ink">no name</span>}
      </span>
      {box.sub && <span className="graph-sub mono">{box.sub}</span>}
      {missing.length > 0 ? (
        <span className="graph-state bad-ink">needs {missing.join(', ')}</span>
      ) : problem ? (
        <span className="graph-state bad-ink">{problem}</span>
      ) : (
        state && state.status !== 'pending' && <span className="graph-state">{words(state.status)}</span>
      )}
      <Handle type="source" position={Position.Right} className="handle" isConnectable={false} />
    </div>
  )
}

export const NODE_TYPES = { block: BlockBox }
