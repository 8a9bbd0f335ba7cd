namespace BpfSharp.Loader;

/// <summary>A place in the source of a program.</summary>
/// <param name="File">The file as the object names it.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Text">The line's text; empty where the object leaves it out.</param>
public sealed record SourceLine(string File, int Line, int Column, string Text);
