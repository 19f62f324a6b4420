// Screens of applications that show documents, and single windows and dialogs,
// for DrawVaried. Not for users of the library.
#ifndef RESCAN_TOOLS_SAMPLES_APP_WINDOWS_H_
#define RESCAN_TOOLS_SAMPLES_APP_WINDOWS_H_

#include "kernels/base/result.h"
#include "tools/samples/raster.h"
#include "tools/samples/rng.h"

namespace rescan::samples {

// One of: a page under a coloured bar, with a column at its left; cards with
// small pictures of papers and photos; a form beside a large paper or photo; a
// dialog of grey shades with lists and buttons. Light and dark; some as a
// window with its shadow, some cut out, scaled or saved as JPEG in between.
//
// Cost and errors as DrawVaried; thread-safe.
[[nodiscard]] Result<Raster> DrawAppWindow(Rng& rng);

}  // namespace rescan::samples

#endif  // RESCAN_TOOLS_SAMPLES_APP_WINDOWS_H_
