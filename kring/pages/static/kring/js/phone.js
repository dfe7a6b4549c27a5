/* Everything on the phone page; each file adds one behaviour and knows no other element. */

import "./drafts.js"
import "./kr-outbox.js"
import "./kr-paper.js"
import "./kr-walk.js"
import "./kr-back.js"
import "./kr-count.js"
import "./kr-own.js"
import "./mine.js"
import "./kr-live.js"
