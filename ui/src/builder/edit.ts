import { type Document, isCollection, isMap, isScalar, isSeq, parseDocument, Scalar, stringify } from 'yaml'
import type { Json } from '../api/types'

/** Where something stands in a definition's file: `['steps', 3, 'parallel', 0]`. */
export type Path = (string | number)[]

export const idOf = (path: Path) => path.join('/')
export const pathOf = (id: string): Path => id.split('/').map(part => (/^\d+$/.test(part) ? Number(part) : part))

export const parse = (text: string): Document => parseDocument(text, { keepSourceTokens: true })

/** The file as it is written; lines are not broken anew, comments stay. */
function write(document: Document): string {
  return document.toString({ lineWidth: 0, flowCollectionPadding: false, indentSeq: true })
}

function edited(text: string, change: (document: Document) => void): string {
  const document = parse(text)
  if (document.errors.length) return text
  change(document)
  return write(document)
}

/**
 * Sets a value, or takes the key away; a map that is empty after that goes too. A value in the place of
 * another changes its letters only.
 */
export function setAt(text: string, path: Path, value: Json | undefined): string {
  const before = parse(text).getIn(path, true)
  if (isScalar(before) && before.range && (typeof value !== 'object' || value === null) && value !== undefined) {
    const scalar = new Scalar(value)
    if (typeof value === 'string' && before.type && before.type !== 'BLOCK_LITERAL' && before.type !== 'BLOCK_FOLDED') {
      scalar.type = before.type
    }
    const letters = stringify(scalar, { lineWidth: 0 }).trimEnd()
    const spliced = text.slice(0, before.range[0]) + letters + text.slice(before.range[1])
    if (!letters.includes('\n') && parse(spliced).errors.length === 0 && parse(spliced).getIn(path) === value)
      return spliced
  }
  return edited(text, document => {
    if (value !== undefined) {
      document.setIn(path, document.createNode(value))
      return
    }
    document.deleteIn(path)
    const parent = path.slice(0, -1)
    const left = document.getIn(parent, true)
    if (parent.length > 2 && isMap(left) && left.items.length === 0) document.deleteIn(parent)
  })
}

/** Puts a node into a list, which is made if there is none. */
export function insertAt(text: string, list: Path, index: number, node: Json): string {
  return edited(text, document => {
    const made = document.createNode(node)
    const present = document.getIn(list, true)
    if (isSeq(present)) {
      present.flow = present.items.length === 0 ? false : present.flow
      present.items.splice(index, 0, made)
    } else document.setIn(list, document.createNode([node]))
  })
}

/** Takes a node away, and the group or rail around it if that is empty after it. */
export function removeAt(text: string, path: Path): string {
  return edited(text, document => removeNode(document, path))
}

function removeNode(document: Document, path: Path) {
  const list = path.slice(0, -1)
  const index = path.at(-1) as number
  const present = document.getIn(list, true)
  if (!isSeq(present)) return
  // what stands above the first of a list is kept as the comment of the list
  const taken = present.items.splice(index, 1)[0]
  if (isCollection(taken) && taken.commentBefore && index === 0 && list.length === 1) {
    present.commentBefore = [present.commentBefore, taken.commentBefore].filter(Boolean).join('\n')
  }
  if (present.items.length > 0 || list[0] === 'steps') {
    if (list.length > 1 && present.items.length === 0) removeNode(document, list.slice(0, -1))
    return
  }
  if (list.length === 1) document.delete(list[0])
  else if (list.length === 2 && list[0] === 'on_failure') document.delete('on_failure')
  else removeNode(document, list.slice(0, -1))
}

/** Moves a node to another place, its comments with it. */
export function moveTo(text: string, path: Path, list: Path, index: number): string {
  if (idOf(list).startsWith(`${idOf(path)}/`)) return text
  return edited(text, document => {
    const from = document.getIn(path.slice(0, -1), true)
    const to = document.getIn(list, true)
    const at = path.at(-1) as number
    if (!isSeq(from)) return
    if (from === to) {
      const [node] = from.items.splice(at, 1)
      from.items.splice(index > at ? index - 1 : index, 0, node)
      return
    }
    const node = from.items[at]
    if (isSeq(to)) to.items.splice(index, 0, node)
    else document.setIn(list, document.createNode([node]))
    // the list that it came from may have moved by the insertion
    const source = from.items
    source.splice(source.indexOf(node), 1)
    if (source.length === 0 && path.length > 2) {
      const parent = path.slice(0, -2)
      const around = document.getIn(parent.slice(0, -1), true)
      if (isSeq(around)) {
        const empty = around.items.findIndex(
          item => isMap(item) && [item.get('parallel', true), item.get('steps', true)].includes(from as never),
        )
        if (empty >= 0) around.items.splice(empty, 1)
      }
    }
  })
}

/** Puts a step and the one after it side by side. */
export function besideNext(text: string, path: Path): string {
  return edited(text, document => {
    const list = document.getIn(path.slice(0, -1), true)
    const at = path.at(-1) as number
    if (!isSeq(list) || at + 1 >= list.items.length) return
    const second = list.items[at + 1]
    const lanes = isMap(second) ? second.get('parallel', true) : null
    const first = list.items[at]
    if (isSeq(lanes)) {
      lanes.items.unshift(first)
      list.items.splice(at, 1)
      return
    }
    const group = document.createNode({ parallel: [] })
    const into = group.get('parallel', true)
    if (isSeq(into)) {
      into.flow = false
      into.items.push(first, second)
    }
    list.items.splice(at, 2, group)
  })
}

/** Takes a group apart: its steps stand in its place. */
export function ungroup(text: string, path: Path): string {
  return edited(text, document => {
    const list = document.getIn(path.slice(0, -1), true)
    const group = document.getIn(path, true)
    if (!isSeq(list) || !isMap(group)) return
    const inner = group.get('parallel', true) ?? group.get('steps', true)
    if (isSeq(inner)) list.items.splice(path.at(-1) as number, 1, ...inner.items)
  })
}

/** A name that no other has: `check`, `check_2`. */
export function freeName(text: string, wish: string): string {
  const taken = new Set([...text.matchAll(/\bname:\s*["']?([\w.-]+)/g)].map(([, name]) => name))
  let name = wish
  for (let i = 2; taken.has(name); i++) name = `${wish}_${i}`
  return name
}

/** The lines, from 1, on which the node of a path stands. */
export function linesOf(document: Document, path: Path, text: string): [number, number] | null {
  const node = document.getIn(path, true) as { range?: [number, number, number] | null } | undefined
  if (!node?.range) return null
  const line = (offset: number) => text.slice(0, offset).split('\n').length
  return [line(node.range[0]), line(Math.max(node.range[0], node.range[1] - 1))]
}
