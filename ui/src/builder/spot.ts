import type { Block, Picture, Rails } from '../graph/layout'
import { type Path, pathOf } from './edit'

const ROW_GAP = 32

export type Spot = { list: Path; index: number }

/** Into which list, and before which of its nodes, something falls that is dropped at a point. */
export function spotAt(
  picture: Picture,
  steps: Block[],
  rails: Rails,
  failure: Path,
  point: { x: number; y: number },
): Spot {
  const at = new Map(picture.boxes.map(box => [box.id, box]))
  const inside = (id: string) => {
    const box = at.get(id)
    return !!box && point.x >= box.x && point.x <= box.x + box.w && point.y >= box.y && point.y <= box.y + box.h
  }
  const within = (blocks: Block[], list: Path, down: boolean): Spot => {
    for (const block of blocks) {
      if ((block.kind === 'parallel' || block.kind === 'sequence') && inside(block.id)) {
        const key = block.kind === 'parallel' ? 'parallel' : 'steps'
        return within(block.children ?? [], [...pathOf(block.id), key], block.kind === 'parallel')
      }
    }
    return { list, index: down ? lane(blocks) : inRows(blocks) }
  }
  const lane = (blocks: Block[]) => {
    const index = blocks.findIndex(block => point.y < middle(block).y)
    return index < 0 ? blocks.length : index
  }
  const middle = (block: Block) => {
    const box = at.get(block.id)
    return box ? { x: box.x + box.w / 2, y: box.y + box.h / 2 } : { x: 0, y: 0 }
  }
  // a row begins where a block stands left of the one before it
  const inRows = (blocks: Block[]) => {
    let first = 0
    for (let i = 1; i <= blocks.length; i++) {
      const block = blocks[i]
      const before = blocks[i - 1]
      if (block && before && middle(block).x > middle(before).x) continue
      const row = blocks.slice(first, i)
      const bottom = Math.max(...row.map(each => (at.get(each.id)?.y ?? 0) + (at.get(each.id)?.h ?? 0)))
      if (point.y <= bottom + ROW_GAP / 2 || i === blocks.length) {
        const index = row.findIndex(each => point.x < middle(each).x)
        return index < 0 ? i : first + index
      }
      first = i
    }
    return blocks.length
  }
  for (const rail of rails) {
    if (inside(rail.id)) return within(rail.blocks, rail.id === '=always' ? ['always'] : failure, false)
  }
  return within(steps, ['steps'], false)
}
