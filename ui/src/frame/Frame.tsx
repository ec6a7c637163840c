import type { ReactNode } from 'react'
import { useLiveLists } from '../api/live'
import { Said } from '../parts/said'
import { Rail } from './Rail'
import { Top } from './Top'

/** What stands around every page. */
export function Frame({ children }: { children: ReactNode }) {
  useLiveLists()
  return (
    <div className="frame">
      <a className="skip" href="#content">
        To the content
      </a>
      <Top />
      <Rail />
      <main id="content" className="content" tabIndex={0}>
        {children}
      </main>
      <Said />
    </div>
  )
}
