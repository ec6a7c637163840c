import type { StepDetail } from '../api/types'
import type { NodeState } from '../graph/GraphView'
import type { Block } from '../graph/layout'

/** The worst or liveliest of several: what a box says that stands for all of them. */
const ORDER = ['failed', 'running', 'pending', 'completed', 'skipped'] as const

/**
 * How the boxes of a text stand by the steps of its run: these are called by their names, those by their
 * places in the text. A box whose steps the text does not show stands for all of them.
 */
export function statesOf(lists: Block[][], steps: StepDetail[]): Map<string, NodeState> {
  const known = new Map(steps.map(step => [step.path, step]))
  const found = new Map<string, NodeState>()
  const walk = (blocks: Block[], parent: string) => {
    for (const block of blocks) {
      const path = parent && block.title ? `${parent}/${block.title}` : parent || block.title
      const own = known.get(path)
      if (own) found.set(block.id, { status: own.status, point: own.in_point_of_no_return })
      else if (block.kind === 'include') {
        const inside = steps.filter(step => step.path.startsWith(`${path}/`))
        const status = ORDER.find(each => inside.some(step => step.status === each))
        if (status) found.set(block.id, { status, point: inside.some(step => step.in_point_of_no_return) })
      }
      walk(block.children ?? [], block.kind === 'parallel' && block.title === 'side by side' ? parent : path)
    }
  }
  for (const blocks of lists) walk(blocks, '')
  return found
}
