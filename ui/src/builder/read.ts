import type { Action, Json } from '../api/types'
import type { Block, Rails } from '../graph/layout'
import { idOf, type Path, parse } from './edit'

export type Node = { [key: string]: Json }

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)
const nodes = (value: unknown): Node[] => (Array.isArray(value) ? value.map(each => (isNode(each) ? each : {})) : [])
const text = (value: Json | undefined) => (value === undefined || value === null ? undefined : String(value))

/** `bmc.check` of `bmc.check@1`. */
export const actionName = (uses: string) => uses.replace(/@\d+$/, '')

export const actionOf = (actions: Action[] | undefined, uses: Json | undefined): Action | undefined => {
  if (typeof uses !== 'string') return undefined
  const name = uses.includes('@') ? uses : `${uses}@1`
  return actions?.find(action => action.name === name)
}

/** The inputs that an action needs and a step does not give. */
export function missing(node: Node, action: Action | undefined, given: Set<string>): string[] {
  const own = isNode(node.with) ? node.with : {}
  return (action?.inputs ?? [])
    .filter(input => input.required && input.default == null && !given.has(input.name))
    .map(input => input.name)
    .filter(name => own[name] === undefined || own[name] === '')
}

function blocks(list: Node[], path: Path): Block[] {
  return list.map((node, i) => {
    const at = [...path, i]
    const common = { id: idOf(at), title: text(node.name) ?? '', when: text(node.when) }
    if (Array.isArray(node.parallel)) {
      return {
        ...common,
        kind: 'parallel',
        title: common.title || 'side by side',
        children: blocks(nodes(node.parallel), [...at, 'parallel']),
      }
    }
    if (node.run !== undefined) {
      return {
        ...common,
        kind: 'include',
        title: common.title || text(node.run) || '',
        sub: `the steps of ${node.run}`,
      }
    }
    if (Array.isArray(node.steps)) {
      return { ...common, kind: 'sequence', children: blocks(nodes(node.steps), [...at, 'steps']) }
    }
    const undo = isNode(node.undo) ? text(node.undo.uses) : text(node.undo)
    return {
      ...common,
      kind: 'step',
      sub: text(node.uses) ?? (node.approval !== undefined ? 'asks a person' : undefined),
      approval: node.approval !== undefined,
      undo: undo ? { id: `${idOf(at)}/undo`, title: actionName(undo) } : undefined,
    }
  })
}

export type Reading = { name: string; document: Node; steps: Block[]; rails: Rails; problem: string | null }

export const ON_FAILURE: Path = ['on_failure']

/** Where the steps for a failure stand in this file. */
export const failurePath = (document: Node): Path =>
  isNode(document.on_failure) ? ['on_failure', 'steps'] : ON_FAILURE

/** A definition's text as blocks that are called by their places in the file. */
export function read(source: string): Reading {
  const parsed = parse(source)
  const problem = parsed.errors[0]?.message.split('\n')[0] ?? null
  const whole = problem ? {} : parsed.toJS()
  const document = isNode(whole) ? whole : {}
  const failure = failurePath(document)
  const onFailure = isNode(document.on_failure) ? document.on_failure.steps : document.on_failure
  return {
    name: text(document.name) ?? '',
    document,
    problem,
    steps: blocks(nodes(document.steps), ['steps']),
    rails: [
      { id: '=on_failure', title: 'if a step fails, after the undos', blocks: blocks(nodes(onFailure), failure) },
      { id: '=always', title: 'on every ending', blocks: blocks(nodes(document.always), ['always']) },
    ],
  }
}

/** The node at a place, `{}` if there is none. */
export function nodeAt(document: Node, path: Path): Node {
  let at: unknown = document
  for (const part of path) at = (at as Record<string | number, unknown> | undefined)?.[part]
  return isNode(at) ? at : {}
}
