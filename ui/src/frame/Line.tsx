import { useConnection } from '../api/live'
import { Mark } from '../parts/state'
import { duration, moment, useNow } from '../parts/time'

/** Whether what is seen is what is: live, or lost since when. */
export function Line() {
  const { state, heard } = useConnection()
  const now = useNow()
  if (state === 'lost') {
    return (
      <span className="line lost" role="status">
        <Mark tone="warn" />
        <span>
          no connection since {moment(new Date(heard).toISOString())}
          <span className="wide">; what you see is {duration((now - heard) / 1000)} old</span>
        </span>
      </span>
    )
  }
  return (
    <span className="line" role="status">
      <span className={state === 'live' ? 'dot live' : 'dot'} aria-hidden="true" />
      {state === 'live' ? 'live' : 'connecting'}
    </span>
  )
}
