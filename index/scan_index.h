#ifndef RESCAN_INDEX_SCAN_INDEX_H_
#define RESCAN_INDEX_SCAN_INDEX_H_

#include <memory>

namespace faiss {
struct Index;
}

namespace rescan::index {

enum class ScanMetric { kInnerProduct, kSquaredDistance };

// A faiss::Index whose scans are our kernels: Debian's FAISS is built for the
// oldest x86-64. It is a faiss::IndexFlat to the outside, so everything that
// FAISS builds on one works on top of it: IndexIDMap, the quantiser of an
// IndexIVF, either side of an IndexRefine, the storage of an IndexHNSW, and
// faiss::write_index (it is read back as a plain IndexFlat).
//
// Exact; equal scores by the lower row. Inner products are searched in two
// passes, bytes first (kernels/vector/byte_rows.h), squared distances in one.
// SearchParameters::sel is respected. One thread. As any FAISS index: const
// functions may run in parallel, and misuse throws faiss::FaissException.
// Any float may be added; NaN scores are never found.
// REQUIRES: 0 < dimension <= 65536.
[[nodiscard]] std::unique_ptr<faiss::Index> MakeScanIndex(int dimension,
                                                          ScanMetric metric);

}  // namespace rescan::index

#endif  // RESCAN_INDEX_SCAN_INDEX_H_
