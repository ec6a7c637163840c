import type { Tree, TreeNode } from '../api/types'
import type { Block, Rails } from './layout'

const join = (parent: string, name: string) => (parent && name ? `${parent}/${name}` : parent || name)

/** The blocks of a definition's tree, called by their paths as in a run. */
export function blocksOf(nodes: TreeNode[] | undefined, parent = ''): Block[] {
  return (nodes ?? []).map((node, i) => {
    const path = join(parent, node.name)
    const id = node.name ? path : `${parent || '.'}#${i}`
    const common = { id, title: node.name, when: node.when }
    switch (node.kind) {
      case 'parallel':
        return {
          ...common,
          kind: 'parallel',
          title: node.name || 'side by side',
          children: blocksOf(node.branches, path),
        }
      case 'sequence':
        return {
          ...common,
          kind: 'sequence',
          sub: node.definition ? `the steps of ${node.definition}` : undefined,
          children: blocksOf(node.steps, path),
        }
      default:
        return {
          ...common,
          kind: 'step',
          sub: node.uses ?? (node.approval_role ? `asks ${node.approval_role}` : undefined),
          approval: !!node.approval_role,
          undo: node.undo ? { id: `${path}/undo`, title: node.undo.uses ?? 'undo' } : undefined,
        }
    }
  })
}

export function railsOf(tree: Tree): Rails {
  const rails: Rails = []
  if (tree.on_failure?.length)
    rails.push({ id: '=on_failure', title: 'if a step fails', blocks: blocksOf(tree.on_failure) })
  if (tree.always?.length) rails.push({ id: '=always', title: 'on every ending', blocks: blocksOf(tree.always) })
  return rails
}
