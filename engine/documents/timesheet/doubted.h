// What the page reader says of a field that it could read, but not surely.
#ifndef RESCAN_ENGINE_DOCUMENTS_TIMESHEET_DOUBTED_H_
#define RESCAN_ENGINE_DOCUMENTS_TIMESHEET_DOUBTED_H_

namespace rescan::timesheet {

// ReadField::confidence of a person's name, or of a project's whose code, that
// the ink does not bear out: it asks for a review. Readers are hardly ever so
// unsure by themselves.
inline constexpr float kDoubted = 0.01F;

}  // namespace rescan::timesheet

#endif  // RESCAN_ENGINE_DOCUMENTS_TIMESHEET_DOUBTED_H_
