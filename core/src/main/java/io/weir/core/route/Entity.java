package io.weir.core.route;

/** What a topology is made of and what is written down of it. */
public sealed interface Entity permits Exchange, Binding {}
