#include "bench/classification/training.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/core.hpp>

namespace rescan::bench {
namespace {

std::size_t ClassOf(const FeatureRow& row) {
  return static_cast<std::size_t>(row.image_class);
}

PerClass Softmax(PerClass scores, double temperature) {
  const double most = *std::max_element(scores.begin(), scores.end());
  double sum = 0;
  for (double& score : scores) {
    score = std::exp((score - most) / temperature);
    sum += score;
  }
  for (double& score : scores) score /= sum;
  return scores;
}

// Empty terms and the scaling of the rows that `chosen` tells.
ContentModel Blank(const std::vector<FeatureRow>& rows,
                   const std::vector<bool>& chosen, bool products) {
  ContentModel model;
  for (std::size_t f = 0; f < kFeatureCount; ++f) {
    double count = 0, sum = 0, squares = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (!chosen[i]) continue;
      const double value = rows[i].features[f];
      ++count;
      sum += value;
      squares += value * value;
    }
    const double mean = sum / count;
    const double variance = std::max(0.0, squares / count - mean * mean);
    // Shortened, so that the file stays readable.
    model.scalings[f].mean = std::round(mean * 1e5) / 1e5;
    model.scalings[f].scale =
        std::max(0.01, std::round(std::sqrt(variance) * 1e5) / 1e5);
  }
  for (std::size_t f = 0; f < kFeatureCount; ++f) {
    const auto first = static_cast<Feature>(f);
    model.terms.push_back({first, std::nullopt, {}});
    const std::size_t end = products ? kFeatureCount : f + 1;
    for (std::size_t g = f; g < end; ++g) {
      model.terms.push_back({first, static_cast<Feature>(g), {}});
    }
  }
  return model;
}

class Fit {
 public:
  Fit(const std::vector<FeatureRow>& rows, const std::vector<bool>& chosen,
      const TrainingOptions& options)
      : options_(options), model_(Blank(rows, chosen, options.products)) {
    std::array<double, kClassCount> count = {};
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (!chosen[i]) continue;
      inputs_.push_back(TermsOf(rows[i].features));
      classes_.push_back(ClassOf(rows[i]));
      count[ClassOf(rows[i])] += 1;
    }
    for (const std::size_t c : classes_) {
      weights_.push_back(static_cast<float>(1 / (kClassCount * count[c])));
    }
  }

  ContentModel Run() {
    // Adam, on all rows at once: no random order to depend on.
    constexpr double kRate = 0.02, kFirst = 0.9, kSecond = 0.999;
    const int terms = static_cast<int>(model_.terms.size()) + 1;
    cv::Mat place = cv::Mat::zeros(terms, kClassCount, CV_32F);
    cv::Mat first = place.clone(), second = place.clone(), step_of;
    for (int step = 1; step <= options_.steps; ++step) {
      const cv::Mat gradient = Gradient(place);
      first = kFirst * first + (1 - kFirst) * gradient;
      second = kSecond * second + (1 - kSecond) * gradient.mul(gradient);
      cv::sqrt(second / (1 - std::pow(kSecond, step)), step_of);
      const double rate =
          kRate * 0.5 *
          (1 + std::cos(std::numbers::pi * step / (options_.steps + 1.0)));
      place -= rate / (1 - std::pow(kFirst, step)) * (first / (step_of + 1e-9));
    }
    const auto rounded = [&](int t, std::size_t c) {
      const auto value =
          static_cast<double>(place.at<float>(t, static_cast<int>(c)));
      return std::round(value * 1e5) / 1e5;
    };
    for (std::size_t c = 0; c < kClassCount; ++c) {
      for (int t = 0; t + 1 < terms; ++t) {
        model_.terms[static_cast<std::size_t>(t)].weights[c] = rounded(t, c);
      }
      model_.bias[c] = rounded(terms - 1, c);
    }
    return model_;
  }

 private:
  // One row of the matrix of inputs; the last value is for the bias.
  [[nodiscard]] cv::Mat TermsOf(const ContentFeatures& features) const {
    std::array<double, kFeatureCount> z;
    for (std::size_t f = 0; f < kFeatureCount; ++f) {
      z[f] = std::clamp(
          (features[f] - model_.scalings[f].mean) / model_.scalings[f].scale,
          -kMostDeviation, kMostDeviation);
    }
    cv::Mat terms(1, static_cast<int>(model_.terms.size()) + 1, CV_32F);
    auto* out = terms.ptr<float>();
    for (const ContentModel::Term& term : model_.terms) {
      double value = z[static_cast<std::size_t>(term.first)];
      if (term.second) value *= z[static_cast<std::size_t>(*term.second)];
      *out++ = static_cast<float>(value);
    }
    *out = 1;
    return terms;
  }

  [[nodiscard]] cv::Mat Gradient(const cv::Mat& place) const {
    cv::Mat errors = inputs_ * place;
    for (std::size_t i = 0; i < classes_.size(); ++i) {
      auto* row = errors.ptr<float>(static_cast<int>(i));
      const PerClass probability = Softmax({row[0], row[1], row[2]}, 1);
      for (std::size_t c = 0; c < kClassCount; ++c) {
        const double error = probability[c] - (c == classes_[i] ? 1 : 0);
        row[c] = static_cast<float>(error) * weights_[i];
      }
    }
    cv::Mat gradient;
    cv::gemm(inputs_, errors, 1, place, options_.penalty, gradient,
             cv::GEMM_1_T);
    return gradient;
  }

  const TrainingOptions options_;
  ContentModel model_;
  cv::Mat inputs_;
  std::vector<std::size_t> classes_;
  std::vector<float> weights_;
};

PerClass AsArray(const ContentVerdict& verdict) {
  return {verdict.native, verdict.photo, verdict.scan};
}

// Scores up to a constant: logarithms of probabilities at temperature 1.
PerClass Tempered(PerClass probabilities, double temperature) {
  for (double& p : probabilities) p = std::log(std::max(p, 1e-300));
  return Softmax(probabilities, temperature);
}

double LogLoss(const std::vector<FeatureRow>& rows,
               const std::vector<PerClass>& probabilities, double temperature) {
  double sum = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const PerClass p = Tempered(probabilities[i], temperature);
    sum -= std::log(std::max(p[ClassOf(rows[i])], 1e-12));
  }
  return sum / static_cast<double>(rows.size());
}

}  // namespace

std::vector<PerClass> CrossValidated(const std::vector<FeatureRow>& rows,
                                     const TrainingOptions& options) {
  std::vector<PerClass> probabilities(rows.size());
  const auto folds = static_cast<std::uint64_t>(options.folds);
  for (std::uint64_t fold = 0; fold < folds; ++fold) {
    std::vector<bool> chosen;
    for (const FeatureRow& row : rows) {
      chosen.push_back(row.picture % folds != fold);
    }
    const ContentClassifier classifier(Fit(rows, chosen, options).Run());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (!chosen[i]) {
        probabilities[i] = AsArray(classifier.Judge(rows[i].features));
      }
    }
  }
  return probabilities;
}

ContentModel Train(const std::vector<FeatureRow>& rows,
                   const std::vector<PerClass>& unseen,
                   const TrainingOptions& options) {
  double best = 1;
  for (int i = 0; i <= 60; ++i) {
    const double temperature = 0.25 * std::pow(1.05, i);
    if (LogLoss(rows, unseen, temperature) < LogLoss(rows, unseen, best)) {
      best = temperature;
    }
  }
  const std::vector<bool> all(rows.size(), true);
  ContentModel model = Fit(rows, all, options).Run();
  model.temperature = std::round(best * 1e4) / 1e4;
  return model;
}

Report ReportOf(const std::vector<FeatureRow>& rows,
                const std::vector<PerClass>& probabilities) {
  Report report;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const PerClass& p = probabilities[i];
    const auto best = static_cast<std::size_t>(
        std::max_element(p.begin(), p.end()) - p.begin());
    const bool right = best == ClassOf(rows[i]);
    ++report.rows;
    report.right += right ? 1 : 0;
    ++report.confusion[ClassOf(rows[i])][best];
    const auto bin = static_cast<std::size_t>(
        std::clamp(std::floor(p[best] * 10) - 4, 0.0, 5.0));
    ++report.bins[bin].rows;
    report.bins[bin].right += right ? 1 : 0;
    report.bins[bin].confidence += p[best];
    report.log_loss -= std::log(std::max(p[ClassOf(rows[i])], 1e-12));
  }
  report.log_loss /= static_cast<double>(std::max<std::size_t>(1, rows.size()));
  return report;
}

void PrintReport(const Report& report) {
  const auto share = [](std::size_t part, std::size_t whole) {
    return whole == 0
               ? 0.0
               : 100 * static_cast<double>(part) / static_cast<double>(whole);
  };
  fmt::print("right {} of {} ({:.2f} %), log loss {:.4f}\n", report.right,
             report.rows, share(report.right, report.rows), report.log_loss);
  fmt::print("  is \\ said   NATIVE    PHOTO     SCAN\n");
  for (std::size_t c = 0; c < kClassCount; ++c) {
    fmt::print("  {:<9}", ImageClassName(static_cast<ImageClass>(c)));
    for (const std::size_t count : report.confusion[c]) {
      fmt::print("{:>9}", count);
    }
    fmt::print("\n");
  }
  fmt::print("  confidence   images   mean    right\n");
  for (std::size_t b = 0; b < report.bins.size(); ++b) {
    const Report::Bin& bin = report.bins[b];
    if (bin.rows == 0) continue;
    fmt::print("  {:.1f} - {:.1f} {:>10}  {:.3f}  {:6.2f} %\n",
               b == 0 ? 0.0 : 0.4 + 0.1 * static_cast<double>(b),
               0.5 + 0.1 * static_cast<double>(b), bin.rows,
               bin.confidence / static_cast<double>(bin.rows),
               share(bin.right, bin.rows));
  }
}

}  // namespace rescan::bench
