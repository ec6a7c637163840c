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
    // rows stand below each other: what is in a row below comes later
    const index = blocks.findIndex(block => {
      const box = at.get(block.id)
      if (!box) return false
      if (down) return point.y < box.y + box.h / 2
      return point.y < box.y - ROW_GAP / 2 || (point.y <= box.y + box.h + ROW_GAP / 2 && point.x < box.x + box.w / 2)
    })
    return { list, index: index < 0 ? blocks.length : index }
  }
  for (const rail of rails) {
    if (inside(rail.id)) return within(rail.blocks, rail.id === '=always' ? ['always'] : failure, false)
  }
  return within(steps, ['steps'], false)
}
