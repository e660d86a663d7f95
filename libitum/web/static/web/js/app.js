// Everything that every page needs. Pages of one purpose bring their own modules besides.

import "./player/buttons.js";
import "./player/element.js";
import "./player/media-session.js";
import "./player/signing-out.js";
import "./shortcuts.js";
import "./upload/start.js";
import "./waveform.js";
import "./navigation/navigation.js";
