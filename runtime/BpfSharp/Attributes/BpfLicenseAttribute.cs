using System;

namespace BpfSharp;

/// <summary>License of the programs in a class, as the kernel sees it. Some helpers are only for licenses compatible with the GPL.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BpfLicenseAttribute : Attribute
{
    /// <summary>Sets the license.</summary>
    /// <param name="license">As in a kernel module: <c>GPL</c>, <c>Dual MIT/GPL</c>, <c>Proprietary</c>, ... <c>GPL</c> where the attribute is absent.</param>
    public BpfLicenseAttribute(string license) => License = license;

    /// <summary>The license.</summary>
    public string License { get; }
}
