// What the artist's own side has besides plain forms, all of which work without it.

import "./copying.js";
import "./desk/choosing.js";
import "./desk/lines.js";
import "./desk/order.js";
import "./suggestions.js";
import "./zones.js";
