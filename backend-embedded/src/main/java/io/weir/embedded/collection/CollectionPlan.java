package io.weir.embedded.collection;

import io.weir.embedded.index.SealedSegment;
import io.weir.embedded.index.SegmentIndex;
import io.weir.embedded.retention.Settlements;
import io.weir.embedded.state.LogState;
import io.weir.embedded.state.PartitionTable;
import io.weir.embedded.storage.Layout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Chooses the segments that are worth collecting. Of those of the first kind at most half is
 * needed: what is written again is no more than what had died, and nothing dies twice, so that all
 * that is ever written again is at most what was appended. Of the second kind are small collected
 * segments that would grow in number for ever; merging them is paid for by what the first kind left
 * over of that.
 */
final class CollectionPlan {
  private final LogState state;
  private final PartitionTable live;
  private final Settlements settlements;
  private final long segmentBytes;
  private final Set<Integer> damaged;
  private final Set<Integer> suspects;

  /**
   * @param segmentBytes the most that a collected segment is to have
   * @param damaged numbers of segments that cannot be collected
   * @param suspects of those that are collected by themselves or not at all
   */
  CollectionPlan(
      LogState state,
      Settlements settlements,
      long segmentBytes,
      Set<Integer> damaged,
      Set<Integer> suspects) {
    this.state = state;
    this.live = state.partitions();
    this.settlements = settlements;
    this.segmentBytes = segmentBytes;
    this.damaged = damaged;
    this.suspects = suspects;
  }

  /**
   * What is mostly dead, in groups.
   *
   * @param percent the most of a segment that may be needed still
   */
  List<CollectionGroup> groups(int percent) {
    List<Survey> chosen = new ArrayList<>();
    Integer newest = state.sealed().lowerKey(Layout.FIRST_COLLECTED);
    for (SealedSegment each : state.sealed().values()) {
      int number = each.segment().number();
      long most = each.segment().limit() * (long) percent / 100;
      SegmentIndex index = each.index();
      if (index != null
          && (newest == null || number != newest)
          && !damaged.contains(number)
          && Survey.mayNeedAtMost(most, index, number, live, settlements)) {
        Survey survey = Survey.of(each, live, settlements);
        // One of which nothing is needed just goes.
        if (survey != null && !survey.remnants().isEmpty() && survey.neededBytes() <= most) {
          chosen.add(survey);
        }
      }
    }
    return grouped(chosen);
  }

  /**
   * Small collected segments, in groups in which no one has most of it: so what is written again is
   * in a segment twice as large after that.
   *
   * @param budget the most bytes that may be written
   */
  List<CollectionGroup> merges(long budget) {
    List<Survey> small = new ArrayList<>();
    for (SealedSegment each : state.sealed().tailMap(Layout.FIRST_COLLECTED).values()) {
      if (each.segment().limit() <= segmentBytes / 4
          && !damaged.contains(each.segment().number())) {
        Survey survey = Survey.of(each, live, settlements);
        if (survey != null && !survey.remnants().isEmpty()) {
          small.add(survey);
        }
      }
    }
    List<CollectionGroup> merges = new ArrayList<>();
    grouped(small).forEach(group -> addMerges(group, merges));
    long left = budget;
    for (CollectionGroup group : List.copyOf(merges)) {
      if (group.neededBytes() <= left) {
        left -= group.neededBytes();
      } else {
        merges.remove(group);
      }
    }
    return merges;
  }

  /** Adds a group; without its largest, if that has most of it. */
  private void addMerges(CollectionGroup group, List<CollectionGroup> merges) {
    if (group.sources().size() < 2) {
      return;
    }
    Survey largest = Collections.max(group.sources(), Comparator.comparing(Survey::remnantBytes));
    if (largest.remnantBytes() * 2 <= group.neededBytes()) {
      merges.add(group);
    } else {
      List<Survey> others = new ArrayList<>(group.sources());
      others.remove(largest);
      grouped(others).forEach(each -> addMerges(each, merges));
    }
  }

  private List<CollectionGroup> grouped(List<Survey> chosen) {
    List<CollectionGroup> groups = new ArrayList<>();
    CollectionGroup group = new CollectionGroup(segmentBytes);
    for (Survey each : chosen) {
      boolean alone = suspects.contains(each.source().segment().number());
      if (alone || !group.add(each)) {
        groups.add(group);
        group = new CollectionGroup(segmentBytes);
        group.add(each);
      }
      if (alone) {
        groups.add(group);
        group = new CollectionGroup(segmentBytes);
      }
    }
    groups.add(group);
    groups.removeIf(CollectionGroup::isEmpty); // a piece went meanwhile
    return groups;
  }
}
