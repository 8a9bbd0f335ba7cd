using System;
using BpfSharp.Objects.Model;

namespace BpfSharp.Objects.Elf;

/// <summary>Reads what <see cref="BpfObjectWriter"/> writes, and clang's objects as far as the model goes.</summary>
public static class BpfObjectReader
{
    /// <exception cref="BpfObjectFormatException">The bytes are no BPF object, are damaged, or use what the model lacks.</exception>
    public static BpfObject Read(byte[] bytes) => throw new NotImplementedException();
}

/// <summary>The bytes are no BPF object that can be read; the message says where and why.</summary>
public sealed class BpfObjectFormatException : Exception
{
    public BpfObjectFormatException(string message)
        : base(message)
    {
    }
}
