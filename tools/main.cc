#include "tools/rescan_main.h"

int main(int argc, char** argv) { return rescan::RescanMain(argc, argv); }
