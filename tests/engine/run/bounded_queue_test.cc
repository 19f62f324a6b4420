#include "engine/run/bounded_queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

namespace rescan {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds kLong{60'000};

TEST(BoundedQueueTest, GivesValuesInTheirOrder) {
  BoundedQueue<int> queue(3);
  for (int i = 0; i < 3; ++i) queue.Push(i);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(queue.PopFor(kLong), i);
}

TEST(BoundedQueueTest, AnEmptyQueueGivesNothingAfterItsTime) {
  BoundedQueue<int> queue(1);
  EXPECT_EQ(queue.PopFor(milliseconds(1)), std::nullopt);
  EXPECT_FALSE(queue.Exhausted()) << "empty, but more may come";
}

TEST(BoundedQueueTest, ClosedItGivesWhatIsThereAndThenNothingAtOnce) {
  BoundedQueue<int> queue(2);
  queue.Push(1);
  queue.Close();
  queue.Push(2);
  EXPECT_FALSE(queue.Exhausted());
  EXPECT_EQ(queue.PopFor(kLong), 1);
  EXPECT_TRUE(queue.Exhausted());
  EXPECT_EQ(queue.PopFor(kLong), std::nullopt);
}

TEST(BoundedQueueTest, NeverHoldsMoreThanItsCapacity) {
  BoundedQueue<int> queue(2);
  std::atomic<int> pushed{0};
  std::jthread producer([&] {
    for (int i = 0; i < 10; ++i) {
      queue.Push(i);
      ++pushed;
    }
  });
  for (int taken = 0; taken < 10; ++taken) {
    // At most two wait in the queue beside those taken.
    EXPECT_LE(pushed, taken + 2);
    EXPECT_EQ(queue.PopFor(kLong), taken);
  }
}

TEST(BoundedQueueTest, ClosingFreesWhoWaitsForRoom) {
  BoundedQueue<std::unique_ptr<int>> queue(1);
  queue.Push(std::make_unique<int>(1));
  std::jthread producer([&] { queue.Push(std::make_unique<int>(2)); });
  queue.Close();
  producer.join();
  EXPECT_EQ(*queue.PopFor(kLong).value(), 1);
}

TEST(BoundedQueueTest, NothingIsLostBetweenManyProducersAndOneConsumer) {
  BoundedQueue<int> queue(3);
  constexpr int kEach = 2000, kProducers = 4;
  std::vector<std::jthread> producers;
  for (int p = 0; p < kProducers; ++p) {
    producers.emplace_back([&queue, p] {
      for (int i = 0; i < kEach; ++i) queue.Push(p * kEach + i);
    });
  }
  std::vector<int> seen(kEach * kProducers);
  for (int i = 0; i < kEach * kProducers; ++i) {
    ++seen[static_cast<std::size_t>(queue.PopFor(kLong).value())];
  }
  for (const int times : seen) ASSERT_EQ(times, 1);
}

}  // namespace
}  // namespace rescan
