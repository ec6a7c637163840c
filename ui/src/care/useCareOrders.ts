import { useContext } from 'react'
import type { Care } from '../api/types'
import { Session, useMay } from '../frame/session'
import type { MenuItem } from '../parts/menu'
import { say } from '../parts/said'
import { count } from '../parts/words'
import { type Change, SEEN_SECONDS, useChangeCare } from './act'

/** What a menu offers of who looks after these runs; nothing to a viewer. */
export function useCareOrders(runs: string[], care?: Care | null): MenuItem[] {
  const me = useContext(Session)
  const may = useMay('operator')
  const change = useChangeCare()
  if (!may || runs.length === 0) return []
  const act = (wish: Change, said: string) =>
    change(runs, wish).then(
      () => say(said),
      error => say(`That was not taken: ${error instanceof Error ? error.message : error}`),
    )
  const these = runs.length === 1 ? 'It is' : `${count(runs.length, 'run')} are`
  return [
    ...(care?.owner === me.user
      ? []
      : [
          {
            key: 'take',
            text: care?.owner ? 'Take over' : 'Take on',
            note: care?.owner ? `from ${care.owner}` : 'others see that you look after it',
            onPick: () => act({ owner: me.user }, `${these} with you now.`),
          },
        ]),
    {
      key: 'seen',
      text: 'Seen, for 2 hours',
      note: 'nobody else is needed until then',
      onPick: () => act({ seconds: SEEN_SECONDS }, 'Others know that you have seen it.'),
    },
  ]
}
