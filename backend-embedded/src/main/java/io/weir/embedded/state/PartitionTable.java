package io.weir.embedded.state;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Partitions by their number. Numbers are never reused, so pages of deleted ones are given back.
 * Changed by one thread; others find at least those that were there when what led them here became
 * known to them.
 */
public final class PartitionTable {
  private static final int PAGE = 1024;

  private volatile @Nullable Partition[] @Nullable [] pages =
      new @Nullable Partition[4] @Nullable [];
  private int[] used = new int[4];
  private volatile int size;

  public @Nullable Partition get(int number) {
    @Nullable Partition[] page = page(number);
    return page == null ? null : page[number % PAGE];
  }

  void add(Partition partition) {
    int at = partition.number() / PAGE;
    if (at >= pages.length) {
      int size = Math.max(at + 1, pages.length * 2);
      pages = Arrays.copyOf(pages, size);
      used = Arrays.copyOf(used, size);
    }
    @Nullable Partition[] page = pages[at];
    if (page == null) {
      page = new @Nullable Partition[PAGE];
      pages[at] = page;
    }
    page[partition.number() % PAGE] = partition;
    used[at]++;
    size = size + 1;
  }

  void remove(Partition partition) {
    int number = partition.number();
    @Nullable Partition[] page = page(number);
    if (page != null && page[number % PAGE] == partition) {
      page[number % PAGE] = null;
      size = size - 1;
      if (--used[number / PAGE] == 0) {
        pages[number / PAGE] = null;
      }
    }
  }

  private @Nullable Partition @Nullable [] page(int number) {
    @Nullable Partition[] @Nullable [] all = pages;
    return number < 0 || number / PAGE >= all.length ? null : all[number / PAGE];
  }

  public int size() {
    return size;
  }

  public void forEach(Consumer<Partition> action) {
    for (@Nullable Partition[] page : pages) {
      if (page != null) {
        for (@Nullable Partition partition : page) {
          if (partition != null) {
            action.accept(partition);
          }
        }
      }
    }
  }
}
