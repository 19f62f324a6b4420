#ifndef RESCAN_INDEX_VECTOR_LIBRARY_H_
#define RESCAN_INDEX_VECTOR_LIBRARY_H_

#include <string>

namespace rescan::index {

// Version of the FAISS library this program was built with, "1.7.3".
[[nodiscard]] std::string VectorLibraryVersion();

}  // namespace rescan::index

#endif  // RESCAN_INDEX_VECTOR_LIBRARY_H_
