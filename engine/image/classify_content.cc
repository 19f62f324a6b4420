#include "engine/image/classify_content.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace rescan {
namespace {

using Deviations = std::array<double, kFeatureCount>;

std::size_t Index(Feature feature) { return static_cast<std::size_t>(feature); }

Deviations DeviationsOf(const ContentModel& model,
                        const ContentFeatures& features) {
  Deviations z;
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    const ContentModel::Scaling& scaling = model.scalings[i];
    z[i] = std::clamp((features[i] - scaling.mean) / scaling.scale,
                      -kMostDeviation, kMostDeviation);
  }
  return z;
}

double ValueOf(const ContentModel::Term& term, const Deviations& z) {
  const double first = z[Index(term.first)];
  return term.second ? first * z[Index(*term.second)] : first;
}

PerClass ProbabilitiesOf(const ContentModel& model, const Deviations& z) {
  PerClass scores = model.bias;
  for (const ContentModel::Term& term : model.terms) {
    const double value = ValueOf(term, z);
    for (std::size_t c = 0; c < kClassCount; ++c) {
      scores[c] += value * term.weights[c];
    }
  }
  const double most = *std::max_element(scores.begin(), scores.end());
  double sum = 0;
  for (double& score : scores) {
    score = std::exp((score - most) / model.temperature);
    sum += score;
  }
  for (double& score : scores) score /= sum;
  return scores;
}

// Classes, the most probable first.
std::array<ImageClass, kClassCount> Ranked(const PerClass& probability) {
  std::array<ImageClass, kClassCount> classes = {
      ImageClass::kPhoto, ImageClass::kScan, ImageClass::kNative};
  std::stable_sort(classes.begin(), classes.end(),
                   [&](ImageClass a, ImageClass b) {
                     return probability[static_cast<std::size_t>(a)] >
                            probability[static_cast<std::size_t>(b)];
                   });
  return classes;
}

PerClass ProbabilitiesIn(const ContentVerdict& verdict) {
  return {verdict.native, verdict.photo, verdict.scan};
}

}  // namespace

ContentVerdict ContentClassifier::Judge(const ContentFeatures& features) const {
  const PerClass p = ProbabilitiesOf(model_, DeviationsOf(model_, features));
  const auto ranked = Ranked(p);
  const double ahead = p[static_cast<std::size_t>(ranked[0])] -
                       p[static_cast<std::size_t>(ranked[1])];
  return {p[0], p[1], p[2], ahead < model_.uncertain_margin, id_};
}

ContentExplanation ContentClassifier::Explain(
    const ContentFeatures& features) const {
  ContentExplanation explanation;
  explanation.verdict = Judge(features);
  const auto ranked = Ranked(ProbabilitiesIn(explanation.verdict));
  explanation.best = ranked[0];
  explanation.next = ranked[1];
  const Deviations z = DeviationsOf(model_, features);
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    explanation.reasons.push_back(
        {static_cast<Feature>(i), features[i], z[i], 0});
  }
  for (const ContentModel::Term& term : model_.terms) {
    const double lead = ValueOf(term, z) *
                        (term.weights[static_cast<std::size_t>(ranked[0])] -
                         term.weights[static_cast<std::size_t>(ranked[1])]) /
                        model_.temperature;
    // A product is the work of both alike.
    const Feature second = term.second.value_or(term.first);
    explanation.reasons[Index(term.first)].contribution += lead / 2;
    explanation.reasons[Index(second)].contribution += lead / 2;
  }
  std::stable_sort(explanation.reasons.begin(), explanation.reasons.end(),
                   [](const auto& a, const auto& b) {
                     return std::abs(a.contribution) > std::abs(b.contribution);
                   });
  return explanation;
}

}  // namespace rescan
