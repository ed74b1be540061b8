package io.weir.embedded;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Partitions by their number. Numbers are never reused, so pages of deleted ones are given back.
 * Used by one thread.
 */
final class PartitionTable {
  private static final int PAGE = 1024;

  private @Nullable Partition[][] pages = new @Nullable Partition[4][];
  private int[] used = new int[4];

  @Nullable Partition get(int number) {
    int page = number / PAGE;
    if (number < 0 || page >= pages.length || pages[page] == null) {
      return null;
    }
    return pages[page][number % PAGE];
  }

  void add(Partition partition) {
    int page = partition.number() / PAGE;
    if (page >= pages.length) {
      int size = Math.max(page + 1, pages.length * 2);
      pages = Arrays.copyOf(pages, size);
      used = Arrays.copyOf(used, size);
    }
    if (pages[page] == null) {
      pages[page] = new Partition[PAGE];
    }
    pages[page][partition.number() % PAGE] = partition;
    used[page]++;
  }

  void remove(Partition partition) {
    int page = partition.number() / PAGE;
    if (get(partition.number()) == partition) {
      pages[page][partition.number() % PAGE] = null;
      if (--used[page] == 0) {
        pages[page] = null;
      }
    }
  }

  void forEach(Consumer<Partition> action) {
    for (Partition[] page : pages) {
      if (page != null) {
        for (Partition partition : page) {
          if (partition != null) {
            action.accept(partition);
          }
        }
      }
    }
  }
}
