#ifndef RESCAN_ENGINE_OCR_LINE_IMAGES_H_
#define RESCAN_ENGINE_OCR_LINE_IMAGES_H_

namespace rescan {

// For each line it reads, Tesseract writes the line's picture as a PNG file
// into memory and decodes it again a moment later: 6 % of its CPU time
// (measured), for nothing. While an object of this class lives on a thread,
// Leptonica's pixWriteMem, called there for a PNG, writes the bare pixels
// instead, and pixReadMem takes them back; the picture is the same, so the
// text is. All other calls, and those of other threads, are Leptonica's own.
//
// It works because a program's own functions come before those of the shared
// libraries it is linked with: this library defines both names.
class BareLineImages {
 public:
  BareLineImages();
  ~BareLineImages();
  BareLineImages(const BareLineImages&) = delete;
  BareLineImages& operator=(const BareLineImages&) = delete;

 private:
  const bool outer_;
};

}  // namespace rescan

#endif  // RESCAN_ENGINE_OCR_LINE_IMAGES_H_
