/** What was and what will be again: every text that the builder had. */
export type History = { past: string[]; text: string; future: string[]; at: number }

export const begin = (text: string): History => ({ past: [], text, future: [], at: 0 })

const JOINED_MS = 700
const KEPT = 200

/** A new text; letters typed in one go are one change. */
export function change(history: History, text: string, now: number, typing: boolean): History {
  if (text === history.text) return history
  const joined = typing && history.past.length > 0 && now - history.at < JOINED_MS
  return {
    past: joined ? history.past : [...history.past, history.text].slice(-KEPT),
    text,
    future: [],
    at: typing ? now : 0,
  }
}

export function undo(history: History): History {
  const before = history.past.at(-1)
  if (before === undefined) return history
  return { past: history.past.slice(0, -1), text: before, future: [history.text, ...history.future], at: 0 }
}

export function redo(history: History): History {
  const [next, ...future] = history.future
  if (next === undefined) return history
  return { past: [...history.past, history.text], text: next, future, at: 0 }
}
