/** A place in a definition, whatever it was read from. */
export type Block = {
  id: string
  kind: 'step' | 'parallel' | 'sequence' | 'include'
  title: string
  sub?: string
  when?: string
  undo?: { id: string; title: string }
  approval?: boolean
  children?: Block[]
}

export type Box = {
  id: string
  kind: Block['kind'] | 'condition' | 'undo' | 'rail'
  x: number
  y: number
  w: number
  h: number
  title: string
  sub?: string
  block?: Block
}

export type Edge = { from: string; to: string }
export type Picture = { boxes: Box[]; edges: Edge[]; w: number; h: number }

export const STEP = { w: 172, h: 46 }
const CONDITION = { w: 112, h: 56 }
const UNDO = 26
const GAP = 32
const LANE = 12
const HEAD = 24
const PAD = 12

type Size = { w: number; h: number; line: number }

const children = (block: Block) => block.children ?? []

function measure(block: Block): Size {
  if (block.kind === 'step' || (block.kind === 'include' && children(block).length === 0)) {
    return { w: STEP.w, h: STEP.h + (block.undo ? 8 + UNDO : 0), line: STEP.h / 2 }
  }
  if (block.kind === 'parallel') {
    const lanes = children(block).map(child => measureRow([child]))
    const h = lanes.reduce((sum, lane) => sum + lane.h + LANE, 0) - (lanes.length ? LANE : -STEP.h)
    const w = Math.max(STEP.w, ...lanes.map(lane => lane.w))
    return { w: w + 2 * PAD, h: h + HEAD + PAD, line: HEAD + h / 2 }
  }
  const row = measureRow(children(block))
  return { w: Math.max(STEP.w, row.w) + 2 * PAD, h: Math.max(row.h, STEP.h) + HEAD + PAD, line: HEAD + row.line }
}

function measureRow(blocks: Block[]): Size {
  let w = 0
  let above = STEP.h / 2
  let below = STEP.h / 2
  for (const block of blocks) {
    const size = measure(block)
    if (block.when) {
      w += CONDITION.w + GAP / 2
      below = Math.max(below, CONDITION.h - 14)
    }
    w += size.w + GAP
    above = Math.max(above, size.line)
    below = Math.max(below, size.h - size.line)
  }
  return { w: Math.max(0, w - GAP), h: above + below, line: above }
}

function placeRow(blocks: Block[], x: number, y: number, into: Picture, last: string | null): string | null {
  const row = measureRow(blocks)
  let at = x
  let before = last
  for (const block of blocks) {
    if (block.when) {
      const id = `${block.id}?`
      into.boxes.push({ id, kind: 'condition', x: at, y: y + row.line - 14, ...CONDITION, title: block.when, block })
      if (before) into.edges.push({ from: before, to: id })
      before = id
      at += CONDITION.w + GAP / 2
    }
    const size = measure(block)
    place(block, at, y + row.line - size.line, size, into)
    if (before) into.edges.push({ from: before, to: block.id })
    before = block.id
    at += size.w + GAP
  }
  return before
}

function place(block: Block, x: number, y: number, size: Size, into: Picture) {
  const { id, kind, title, sub } = block
  if (kind === 'step' || (kind === 'include' && children(block).length === 0)) {
    into.boxes.push({ id, kind, x, y, ...STEP, title, sub, block })
    if (block.undo) {
      into.boxes.push({
        id: block.undo.id,
        kind: 'undo',
        x: x + 16,
        y: y + STEP.h + 8,
        w: STEP.w - 16,
        h: UNDO,
        title: block.undo.title,
        block,
      })
    }
    return
  }
  into.boxes.push({ id, kind, x, y, w: size.w, h: size.h, title, sub, block })
  if (kind === 'parallel') {
    let lane = y + HEAD
    for (const child of children(block)) {
      placeRow([child], x + PAD, lane, into, null)
      lane += measureRow([child]).h + LANE
    }
  } else {
    placeRow(children(block), x + PAD, y + HEAD, into, null)
  }
}

/** The rows that a list of blocks takes where it may be only so wide. */
export function wrap(blocks: Block[], width: number): Block[][] {
  const rows: Block[][] = [[]]
  for (const block of blocks) {
    const row = rows.at(-1) as Block[]
    if (row.length && measureRow([...row, block]).w > width) rows.push([block])
    else row.push(block)
  }
  return rows
}

export type Rails = { title: string; id: string; blocks: Block[] }[]

/**
 * Where everything stands: left to right is the order of time, lanes are side by side, an undo hangs below
 * its step, and what runs at the end stands in rails behind it.
 *
 * @param width where a row may be only so wide, the next steps go below it; endless if not given
 */
export function layout(steps: Block[], rails: Rails = [], width = Number.POSITIVE_INFINITY): Picture {
  const into: Picture = { boxes: [], edges: [], w: 0, h: 0 }
  let y = 0
  let last: string | null = null
  let end = 0
  let lastTop = 0
  const rows = wrap(steps, width)
  for (const row of rows) {
    const size = measureRow(row)
    last = placeRow(row, 0, y, into, last)
    end = size.w
    lastTop = y
    y += size.h + GAP
  }
  const beside = width === Number.POSITIVE_INFINITY
  if (rows.length === 1 && steps.length === 0) y = STEP.h + GAP
  let railY = beside ? lastTop : y
  for (const rail of rails) {
    const row = measureRow(rail.blocks)
    const x = beside ? end + (end ? GAP * 1.5 : 0) : 0
    const w = Math.max(280, row.w) + 2 * PAD
    const h = Math.max(row.h, STEP.h) + HEAD + PAD
    into.boxes.push({ id: rail.id, kind: 'rail', x, y: railY, w, h, title: rail.title })
    placeRow(rail.blocks, x + PAD, railY + HEAD, into, null)
    railY += h + LANE
  }
  into.w = Math.max(0, ...into.boxes.map(box => box.x + box.w))
  into.h = Math.max(0, ...into.boxes.map(box => box.y + box.h))
  return into
}
