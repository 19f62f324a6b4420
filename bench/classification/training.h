// Fits the content classifier.
#ifndef RESCAN_BENCH_CLASSIFICATION_TRAINING_H_
#define RESCAN_BENCH_CLASSIFICATION_TRAINING_H_

#include <array>
#include <cstddef>
#include <vector>

#include "bench/classification/feature_table.h"
#include "engine/image/classify_content.h"

namespace rescan::bench {

struct TrainingOptions {
  int folds = 5;
  int steps = 1500;       // of gradient descent
  double penalty = 1e-3;  // half the sum of squared weights is added times this
  bool products = false;  // terms of all pairs, not only squares
};

// For each row what a model says that was trained without its fold, at
// temperature 1.
[[nodiscard]] std::vector<PerClass> CrossValidated(
    const std::vector<FeatureRow>& rows, const TrainingOptions& options);

// Multinomial logistic regression on the standardised features, their squares
// and, if asked, products. The temperature is the one under which `unseen`, the
// cross-validated probabilities, are likeliest. Classes count alike, whatever
// their number of rows. The same rows give the same model.
[[nodiscard]] ContentModel Train(const std::vector<FeatureRow>& rows,
                                 const std::vector<PerClass>& unseen,
                                 const TrainingOptions& options);

// How often answers of each confidence are right, and which are confused.
struct Report {
  std::size_t rows = 0, right = 0;
  std::array<std::array<std::size_t, kClassCount>, kClassCount> confusion = {};
  struct Bin {
    std::size_t rows = 0, right = 0;
    double confidence = 0;  // sum
  };
  std::array<Bin, 6> bins = {};  // from .4 upwards in steps of a tenth
  double log_loss = 0;           // mean
};
[[nodiscard]] Report ReportOf(const std::vector<FeatureRow>& rows,
                              const std::vector<PerClass>& probabilities);
void PrintReport(const Report& report);

}  // namespace rescan::bench

#endif  // RESCAN_BENCH_CLASSIFICATION_TRAINING_H_
