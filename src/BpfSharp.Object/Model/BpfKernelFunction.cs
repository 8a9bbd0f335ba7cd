namespace BpfSharp.Objects.Model;

/// <summary>A kernel function (kfunc) that programs call: an <c>extern</c> function in section <c>.ksyms</c> of the object's BTF. A loader looks it up in the running kernel's BTF.</summary>
/// <param name="Name">The kernel's name of it.</param>
/// <param name="TypeId">BTF <c>FUNC_PROTO</c> of its declaration; libbpf refuses one that is not compatible with the kernel's.</param>
public readonly record struct BpfKernelFunction(string Name, int TypeId);
