using System;

namespace BpfSharp;

/// <summary>Instances of the class stand for the kernel's context of a running program.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BpfContextAttribute : Attribute;
