namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

/// <summary>What a rule wants.</summary>
public enum Decision : byte
{
    Allow,
    Deny,
    Bounce,
}
