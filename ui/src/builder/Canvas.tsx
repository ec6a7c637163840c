import '@xyflow/react/dist/base.css'
import { type BuiltInEdge, Controls, ReactFlow, type ReactFlowInstance, useNodesState } from '@xyflow/react'
import { type DragEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { NodeState } from '../graph/GraphView'
import { layout } from '../graph/layout'
import { type Path, pathOf } from './edit'
import { DRAGGED } from './Library'
import { type BlockNode, NODE_TYPES } from './nodes'
import type { Reading } from './read'
import { type Spot, spotAt } from './spot'

type Props = {
  reading: Reading
  failure: Path
  chosen: string | null
  problems: Map<string, string>
  missing: Map<string, string[]>
  states: Map<string, NodeState>
  onChoose: (id: string | null) => void
  onDrop: (uses: string, spot: Spot) => void
  onMove: (path: Path, spot: Spot) => void
}

const MARGIN = 24

/** The definition as a picture one can change: left to right is the order of time. */
export function Canvas({ reading, failure, chosen, problems, missing, states, onChoose, onDrop, onMove }: Props) {
  const [width, setWidth] = useState(900)
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => setWidth(Math.max(200, (box.current?.clientWidth ?? 900) - 2 * MARGIN)), [])
  const picture = useMemo(() => layout(reading.steps, reading.rails, width), [reading, width])
  const [nodes, setNodes, onNodesChange] = useNodesState<BlockNode>([])
  const flow = useRef<ReactFlowInstance<BlockNode, BuiltInEdge> | null>(null)
  const edges = useMemo<BuiltInEdge[]>(
    () =>
      picture.edges.map(({ from, to }) => ({
        id: `${from}>${to}`,
        source: from,
        target: to,
        type: 'smoothstep',
        pathOptions: { offset: 10 },
        focusable: false,
      })),
    [picture],
  )

  useEffect(() => {
    setNodes(old => {
      // without what was measured the lines to a box would be gone until it is measured again
      const measured = new Map(old.map(node => [node.id, node.measured]))
      return picture.boxes.map((box): BlockNode => {
        const group = box.kind === 'parallel' || box.kind === 'sequence'
        const step = group || box.kind === 'step' || box.kind === 'include'
        return {
          id: box.id,
          type: 'block',
          position: { x: box.x, y: box.y },
          width: box.w,
          height: box.h,
          data: {
            box,
            problem: problems.get(box.id) ?? null,
            missing: missing.get(box.id) ?? [],
            state: states.get(box.id),
          },
          selected: box.id === chosen,
          selectable: step,
          draggable: step,
          focusable: step,
          zIndex: box.kind === 'rail' ? 0 : group ? 1 + box.id.split('/').length : 20,
          ariaLabel: `${box.kind} ${box.title}`,
          measured: measured.get(box.id),
        }
      })
    })
  }, [picture, problems, missing, states, chosen, setNodes])

  const spot = (event: { clientX: number; clientY: number }): Spot => {
    const point = flow.current?.screenToFlowPosition({ x: event.clientX, y: event.clientY }) ?? { x: 0, y: 0 }
    return spotAt(picture, reading.steps, reading.rails, failure, point)
  }
  const drop = (event: DragEvent) => {
    const uses = event.dataTransfer.getData(DRAGGED)
    if (!uses) return
    event.preventDefault()
    onDrop(uses, spot(event))
  }
  return (
    <div
      className="canvas"
      ref={box}
      onDrop={drop}
      onDragOver={event => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'copy'
      }}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        onNodesChange={changes =>
          onNodesChange(changes.filter(change => change.type !== 'remove' && change.type !== 'select'))
        }
        onInit={instance => {
          flow.current = instance
          instance.setViewport({ x: MARGIN, y: MARGIN, zoom: 1 })
        }}
        onNodeClick={(_, node) => onChoose(node.id.replace(/\?$|\/undo$/, ''))}
        onPaneClick={() => onChoose(null)}
        onNodeDragStop={(event, node) => {
          setNodes(all =>
            all.map(each =>
              each.id === node.id ? { ...each, position: { x: node.data.box.x, y: node.data.box.y } } : each,
            ),
          )
          const point = 'clientX' in event ? (event as { clientX: number; clientY: number }) : null
          if (
            point &&
            (Math.abs(node.position.x - node.data.box.x) > 12 || Math.abs(node.position.y - node.data.box.y) > 12)
          ) {
            onMove(pathOf(node.id), spot(point))
          }
        }}
        nodesConnectable={false}
        deleteKeyCode={null}
        disableKeyboardA11y
        minZoom={0.3}
        maxZoom={1.5}
      >
        <Controls showInteractive={false} />
      </ReactFlow>
    </div>
  )
}
